import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  clientConfig,
  conductorConfig,
  credentialKeysConfig,
  defineFragment,
  gatewayConfig,
  loadConfig,
  logConfig,
  optionalDatabaseConfig,
  optionalQueueConfig,
  runtimeConfig,
  sandboxConfig,
  tenantConfig,
  text,
  urlOf,
  workerConfig,
  type Environment,
} from '@sherpa/config';

/** The checkout this program runs from. */
export const workspaceRoot = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * The environment of this process, with the checkout's `.env` for what it does not say. A test says
 * everything itself: a developer's own credentials must not reach it.
 */
export const readEnvironment = (): Environment => {
  const file = path.join(workspaceRoot, '.env');
  if (process.env['NODE_ENV'] !== 'test' && existsSync(file)) process.loadEnvFile(file);
  return process.env;
};

const homeConfig = defineFragment({
  variables: { SHERPA_HOME: text().optional() },
  hints: { SHERPA_HOME: { set: 'the folder for data, logs and keys of `up`', example: '.sherpa' } },
  toConfig: ({ SHERPA_HOME: home }) => path.resolve(workspaceRoot, home ?? '.sherpa'),
});

const addressConfig = defineFragment({
  variables: { SHERPA_URL: urlOf('http', 'https').optional(), SHERPA_API_KEY: text().optional() },
  hints: {
    SHERPA_URL: { set: 'the address of the gateway', example: 'https://sherpa.example.com' },
    SHERPA_API_KEY: { set: 'the key that the gateway was given', example: 'the one in its environment' },
  },
  toConfig: (values) => ({ url: values.SHERPA_URL, apiKey: values.SHERPA_API_KEY }),
});

const CREDENTIALS = ['HUBSPOT_ACCESS_TOKEN', 'STRIPE_API_KEY', 'NOTION_ACCESS_TOKEN'] as const;

const vendorConfig = defineFragment({
  variables: {
    HUBSPOT_ACCESS_TOKEN: text().optional(),
    STRIPE_API_KEY: text().optional(),
    NOTION_ACCESS_TOKEN: text().optional(),
  },
  hints: {
    HUBSPOT_ACCESS_TOKEN: { set: 'the access token of a private app in your portal', example: 'pat-na1-…' },
    STRIPE_API_KEY: { set: 'a secret or restricted key of your account', example: 'rk_live_…' },
    NOTION_ACCESS_TOKEN: { set: 'the secret of an internal connection', example: 'ntn_…' },
  },
  check: (env) => {
    const given = CREDENTIALS.find((variable) => env[variable] !== undefined);
    if (given === undefined) return [];
    // With one real vendor and one invented, invented customers would end up beside real ones.
    return CREDENTIALS.filter((variable) => env[variable] === undefined).map((variable) => ({
      variable,
      problem: `is not set although ${given} is; set all three, or none for the sandbox`,
    }));
  },
  toConfig: (values) => ({ isReal: values.HUBSPOT_ACCESS_TOKEN !== undefined }),
});

/** The folder that `up` keeps its data, logs and state in. */
export const readHome = (env: Environment): string => loadConfig({ home: homeConfig }, env).home;

/** What the environment says about the gateway; `fallback` is where one would be that was started by hand. */
export const readAddress = (env: Environment) =>
  loadConfig({ address: addressConfig, fallback: clientConfig }, env);

/** Everything `up` goes by, and what its processes will read: better refused here than by each of them. */
export const readUpConfig = (env: Environment) =>
  loadConfig(
    {
      address: addressConfig,
      conductor: conductorConfig,
      // Read for its mistakes; the processes read it themselves.
      credentialKeys: credentialKeysConfig,
      database: optionalDatabaseConfig,
      gateway: gatewayConfig,
      home: homeConfig,
      log: logConfig,
      queue: optionalQueueConfig,
      runtime: runtimeConfig,
      sandbox: sandboxConfig,
      tenant: tenantConfig,
      vendors: vendorConfig,
      worker: workerConfig,
    },
    env,
  );

export type UpConfig = ReturnType<typeof readUpConfig>;

/** The database to migrate, where the environment names one. */
export const readMigrateConfig = (env: Environment) =>
  loadConfig({ database: optionalDatabaseConfig, tenant: tenantConfig }, env);

/** Where a sandbox listens that was started without a fleet. */
export const readSandboxAddress = (env: Environment) => loadConfig({ sandbox: sandboxConfig }, env).sandbox;
