import path from 'node:path';
import type { Environment } from '@sherpa/config';
import { serverUrl } from './server-url.ts';

/** One process of the fleet as data. */
export interface ProcessPlan {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
  readonly env: Environment;
  /** Stages start one after the other and stop in the opposite order. */
  readonly stage: 'sandbox' | 'core' | 'agents';
}

/** What the processes are told about one another. */
export interface FleetSettings {
  readonly databaseUrl: string;
  readonly queueUrl: string;
  readonly apiKey: string;
  /** As SHERPA_CREDENTIAL_KEYS has them. */
  readonly credentialKeys: string;
  readonly gateway: { readonly host: string; readonly port: number };
  /** Undefined where the agents work on real vendors. */
  readonly sandbox: { readonly host: string; readonly port: number } | undefined;
  readonly logsDir: string;
}

// They open the sandbox and nothing else in the world.
const HUBSPOT_TOKEN = 'pat-sandbox';
const STRIPE_KEY = 'sk_test_sandbox';
const NOTION_TOKEN = 'ntn_sandbox';

const sandboxUrlOf = ({ host, port }: { readonly host: string; readonly port: number }): string =>
  `http://${host}:${port}`;

/** The name of the process that the vendors are. */
export const SANDBOX = 'sandbox';

/** What the vendors are for the fleet's processes, as variables. */
export const vendorVariables = ({ sandbox }: Pick<FleetSettings, 'sandbox'>): Record<string, string> => {
  if (sandbox === undefined) return {};
  const url = sandboxUrlOf(sandbox);
  return {
    HUBSPOT_ACCESS_TOKEN: HUBSPOT_TOKEN,
    STRIPE_API_KEY: STRIPE_KEY,
    NOTION_ACCESS_TOKEN: NOTION_TOKEN,
    HUBSPOT_BASE_URL: url,
    STRIPE_BASE_URL: url,
    NOTION_BASE_URL: `${url}/notion`,
  };
};

/** What the pages of a sync leave behind is collected soon: a worker stays small however much it reads. */
const SMALL_YOUNG_HEAP = '--max-semi-space-size=4';

const entry = (root: string, app: string): string => path.join(root, 'apps', app, 'src/main.ts');

// One port cannot serve several processes.
const withoutHealthPort = ({ HEALTH_PORT: _port, ...env }: Environment): Environment => env;

/** Every process of the fleet, in the order in which they start. */
export const planProcesses = (
  inherited: { readonly root: string; readonly env: Environment },
  agents: readonly string[],
  settings: FleetSettings,
): readonly ProcessPlan[] => {
  const { root } = inherited;
  const env = {
    ...withoutHealthPort(inherited.env),
    DATABASE_URL: settings.databaseUrl,
    QUEUE_URL: settings.queueUrl,
    SHERPA_API_KEY: settings.apiKey,
    SHERPA_CREDENTIAL_KEYS: settings.credentialKeys,
    GATEWAY_HOST: settings.gateway.host,
    GATEWAY_PORT: String(settings.gateway.port),
    LOG_DIR: settings.logsDir,
    ...vendorVariables(settings),
    // The sandbox reaches the gateway here, wherever real vendors would.
    ...(settings.sandbox === undefined ? {} : { GATEWAY_PUBLIC_URL: serverUrl(settings.gateway) }),
  };
  const sandboxes: readonly ProcessPlan[] =
    settings.sandbox === undefined
      ? []
      : [
          {
            name: SANDBOX,
            script: entry(root, 'sandbox'),
            args: [],
            env: {
              ...env,
              SANDBOX_HOST: settings.sandbox.host,
              SANDBOX_PORT: String(settings.sandbox.port),
              SANDBOX_HUBSPOT_TOKEN: HUBSPOT_TOKEN,
              SANDBOX_STRIPE_KEY: STRIPE_KEY,
              SANDBOX_NOTION_TOKEN: NOTION_TOKEN,
            },
            stage: 'sandbox',
          },
        ];
  return [
    ...sandboxes,
    { name: 'gateway', script: entry(root, 'gateway'), args: [], env, stage: 'core' },
    { name: 'conductor', script: entry(root, 'conductor'), args: [], env, stage: 'core' },
    ...agents.map((agent): ProcessPlan => ({
      name: `worker-${agent}`,
      script: entry(root, 'worker'),
      args: ['--agent', agent],
      env: {
        ...env,
        NODE_OPTIONS: [inherited.env['NODE_OPTIONS'], SMALL_YOUNG_HEAP].filter(Boolean).join(' '),
      },
      stage: 'agents',
    })),
  ];
};
