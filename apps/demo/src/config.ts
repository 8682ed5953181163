const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'XDG_CACHE_HOME', 'NODE_COMPILE_CACHE'] as const;

/** What the replay's fleet sees of this machine: nobody's credentials, servers and `.env`. */
export const bareEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(INHERITED.map((name) => [name, process.env[name]])),
  NODE_ENV: 'test',
  LOG_LEVEL: 'warn',
  GATEWAY_PORT: '0',
  SANDBOX_PORT: '0',
});
