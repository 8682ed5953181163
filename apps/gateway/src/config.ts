import {
  credentialKeysConfig,
  databaseConfig,
  gatewayConfig,
  loadConfig,
  logConfig,
  queueConfig,
  runtimeConfig,
  tenantConfig,
  vendorAddressesConfig,
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
      credentialKeys: credentialKeysConfig,
      addresses: vendorAddressesConfig,
    },
    process.env,
  );

export type GatewayConfig = ReturnType<typeof readConfig>;
