import {
  databaseConfig,
  gatewayConfig,
  loadConfig,
  logConfig,
  queueConfig,
  runtimeConfig,
  tenantConfig,
} from '@sherpa/config';

/** The gateway's part of the environment. */
export const readConfig = () =>
  loadConfig(
    {
      runtime: runtimeConfig,
      database: databaseConfig,
      queue: queueConfig,
      log: logConfig,
      tenant: tenantConfig,
      gateway: gatewayConfig,
    },
    process.env,
  );

export type GatewayConfig = ReturnType<typeof readConfig>;
