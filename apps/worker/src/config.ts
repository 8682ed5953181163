import {
  credentialKeysConfig,
  databaseConfig,
  environmentCredentialsConfig,
  healthConfig,
  loadConfig,
  logConfig,
  queueConfig,
  runtimeConfig,
  tenantConfig,
  vendorAddressesConfig,
  workerConfig,
} from '@sherpa/config';

/** What every worker needs, whatever its agent. */
export const readConfig = () =>
  loadConfig(
    {
      runtime: runtimeConfig,
      database: databaseConfig,
      queue: queueConfig,
      log: logConfig,
      tenant: tenantConfig,
      health: healthConfig,
      worker: workerConfig,
      credentialKeys: credentialKeysConfig,
      credentials: environmentCredentialsConfig,
      addresses: vendorAddressesConfig,
    },
    process.env,
  );

export type WorkerConfig = ReturnType<typeof readConfig>;
