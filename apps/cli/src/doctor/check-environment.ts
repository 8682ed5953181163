import {
  clientConfig,
  conductorConfig,
  credentialKeysConfig,
  databaseConfig,
  environmentCredentialsConfig,
  gatewayConfig,
  healthConfig,
  loadConfig,
  logConfig,
  queueConfig,
  runtimeConfig,
  tenantConfig,
  vendorAddressesConfig,
  workerConfig,
  type Environment,
} from '@sherpa/config';
import { ConfigError } from '@sherpa/core';
import { describeProblems } from './describe-problems.ts';
import { green, red, type Check } from './check.ts';

const everything = {
  client: clientConfig,
  addresses: vendorAddressesConfig,
  conductor: conductorConfig,
  credentialKeys: credentialKeysConfig,
  credentials: environmentCredentialsConfig,
  database: databaseConfig,
  gateway: gatewayConfig,
  health: healthConfig,
  log: logConfig,
  queue: queueConfig,
  runtime: runtimeConfig,
  tenant: tenantConfig,
  worker: workerConfig,
};

/** Whether every process of the fleet would accept this environment. */
export const checkEnvironment = (env: Environment): Check => ({
  item: 3,
  title: 'environment is complete',
  run: async () => {
    try {
      const { runtime } = loadConfig(everything, env);
      return green(`valid for ${runtime.mode}`);
    } catch (err) {
      if (!(err instanceof ConfigError)) throw err;
      return red(
        describeProblems(err),
        'Set them as .env.example describes; `npx pnpm start` sets them for a fleet on this machine.',
      );
    }
  },
});
