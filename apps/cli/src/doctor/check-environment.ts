import {
  clientConfig,
  conductorConfig,
  databaseConfig,
  gatewayConfig,
  healthConfig,
  hubspotConfig,
  loadConfig,
  logConfig,
  notionConfig,
  queueConfig,
  runtimeConfig,
  stripeConfig,
  tenantConfig,
  workerConfig,
  type Environment,
} from '@sherpa/config';
import { ConfigError } from '@sherpa/core';
import { describeProblems } from './describe-problems.ts';
import { green, red, type Check } from './check.ts';

const everything = {
  client: clientConfig,
  conductor: conductorConfig,
  database: databaseConfig,
  gateway: gatewayConfig,
  health: healthConfig,
  hubspot: hubspotConfig,
  log: logConfig,
  notion: notionConfig,
  queue: queueConfig,
  runtime: runtimeConfig,
  stripe: stripeConfig,
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
