import {
  databaseConfig,
  loadConfig,
  logConfig,
  queueConfig,
  runtimeConfig,
  workerConfig,
} from '@sherpa/config';

/** What the load's own processes read from their environment, which the run has written for them. */
export const readConfig = () =>
  loadConfig(
    {
      runtime: runtimeConfig,
      database: databaseConfig,
      queue: queueConfig,
      log: logConfig,
      worker: workerConfig,
    },
    process.env,
  );

export type ChaosConfig = ReturnType<typeof readConfig>;

const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'XDG_CACHE_HOME'] as const;

/** What the run's processes see of this machine: nobody's credentials and servers. */
export const bareEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(INHERITED.map((name) => [name, process.env[name]])),
  NODE_ENV: 'test',
  LOG_LEVEL: 'warn',
});
