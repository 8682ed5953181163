import {
  conductorConfig,
  databaseConfig,
  healthConfig,
  loadConfig,
  logConfig,
  queueConfig,
  runtimeConfig,
  tenantConfig,
} from '@sherpa/config';

/** The conductor's part of the environment. */
export const readConfig = () =>
  loadConfig(
    {
      runtime: runtimeConfig,
      database: databaseConfig,
      queue: queueConfig,
      log: logConfig,
      tenant: tenantConfig,
      health: healthConfig,
      conductor: conductorConfig,
    },
    process.env,
  );

export type ConductorConfig = ReturnType<typeof readConfig>;
