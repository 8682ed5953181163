const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'XDG_CACHE_HOME', 'NODE_COMPILE_CACHE'] as const;

/**
 * What the programs under test get to see of this machine. A developer's own `.env`, credentials and
 * servers are left out: `test` makes the CLI leave `.env` alone, and the level is what people run with.
 */
export const bareEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(INHERITED.map((name) => [name, process.env[name]])),
  NODE_ENV: 'test',
  LOG_LEVEL: 'debug',
  GATEWAY_PORT: '0',
  SANDBOX_PORT: '0',
});

/** Where the browser was said to be, and whether a run without one is an error. */
export const readBrowserSettings = () => ({
  chromiumPath: process.env['CHROMIUM_PATH'],
  isCi: ['true', '1'].includes(process.env['CI'] ?? ''),
});
