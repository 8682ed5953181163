import path from 'node:path';
import { makeClient, type Client } from '@sherpa/api';
import type { Environment } from '@sherpa/config';
import type { UpConfig } from '../config.ts';
import { countFailedTasks } from '../database/count-failed-tasks.ts';
import { migrateDatabase } from '../database/migrate-database.ts';
import { removeFleetState, writeFleetState, type FleetState } from '../state/fleet-state.ts';
import { keepApiKey } from './api-key.ts';
import { keepCredentialKeys } from './credential-keys.ts';
import type { Display } from './display.ts';
import { choosePort } from './choose-port.ts';
import { makeFleetProcesses, type FleetProcesses } from './fleet-processes.ts';
import { pauseUntried } from './pause-untried.ts';
import { planProcesses, SANDBOX, vendorVariables, type FleetSettings } from './process-plan.ts';
import type { QueueChoice } from './queue-choice.ts';
import type { Releasers } from './releasers.ts';
import { serverUrl } from './server-url.ts';
import { startServers, type Servers } from './servers.ts';
import type { StopRequest } from './stop-request.ts';
import { watchForTrouble, type Trouble } from './trouble.ts';
import { keepVendors } from './vendors-of-home.ts';
import { makeWebhookPointer } from './webhooks/make-webhook-pointer.ts';

/** What starting a fleet needs. */
export interface StartDeps {
  readonly root: string;
  readonly env: Environment;
  readonly config: UpConfig;
  readonly options: { readonly pause: boolean };
  readonly agents: readonly string[];
  readonly queue: QueueChoice;
  readonly display: Display;
  readonly request: StopRequest;
  readonly releasers: Releasers;
}

/** A fleet whose processes are all ready. */
export interface Fleet {
  readonly client: Client;
  readonly gatewayUrl: string;
  readonly sandboxUrl: string | undefined;
  readonly logsDir: string;
  readonly failedBefore: number;
  readonly processes: FleetProcesses;
  readonly trouble: Trouble;
}

const keysOf = ({ SHERPA_CREDENTIAL_KEYS: keys }: Environment): string | undefined =>
  keys === undefined || keys.trim() === '' ? undefined : keys;

const settle = async ({ env, config }: StartDeps, servers: Servers): Promise<FleetSettings> => ({
  databaseUrl: servers.databaseUrl,
  queueUrl: servers.queueUrl,
  apiKey: config.address.apiKey ?? (await keepApiKey(config.home)),
  credentialKeys: keysOf(env) ?? (await keepCredentialKeys(config.home)),
  gateway: {
    host: config.gateway.host,
    port: await choosePort(env, 'GATEWAY_PORT', config.gateway.port),
  },
  sandbox: config.vendors.isReal
    ? undefined
    : { host: config.sandbox.host, port: await choosePort(env, 'SANDBOX_PORT', config.sandbox.port) },
  logsDir: path.join(config.home, 'logs'),
  sandboxDir: path.join(config.home, 'sandbox'),
});

const prepareDatabase = async ({ config, display }: StartDeps, url: string): Promise<number> => {
  const database = { ...config.database, url };
  const applied = await migrateDatabase(database, config.tenant.slug);
  display.good(
    applied.length === 0 ? 'database is up to date' : `database is migrated (${applied.length} steps)`,
  );
  return countFailedTasks(database, config.tenant.slug);
};

const makeStateKeeper = (home: string, settings: FleetSettings, startedAt: string) => {
  let last = Promise.resolve();
  return (processes: FleetState['processes']): Promise<void> => {
    const state: FleetState = {
      pid: process.pid,
      startedAt,
      gatewayUrl: serverUrl(settings.gateway),
      apiKey: settings.apiKey,
      databaseUrl: settings.databaseUrl,
      queueUrl: settings.queueUrl,
      sandboxUrl: settings.sandbox === undefined ? null : serverUrl(settings.sandbox),
      logsDir: settings.logsDir,
      processes,
      vendors: { ...vendorVariables(settings), SHERPA_CREDENTIAL_KEYS: settings.credentialKeys },
    };
    // One after the other, so that an older state never lands last.
    last = last.catch(() => undefined).then(() => writeFleetState(home, state));
    return last;
  };
};

const holdBack = async (client: Client, display: Display): Promise<void> => {
  const paused = await pauseUntried(client, 'npx pnpm start');
  if (paused.length === 0) return;
  display.good(`${paused.length} workflows are paused, since these accounts are real: ${paused.join(', ')}`);
  display.line('  let one begin   npx pnpm sherpa workflows resume <workflow>');
};

/** Starts everything in order; what was started is in the releasers, also when it throws. */
export const startFleet = async (deps: StartDeps): Promise<Fleet> => {
  const { config, display, request, releasers } = deps;
  const startedAt = new Date().toISOString();
  await keepVendors(config.home, config.vendors.isReal ? 'real' : 'sandbox');
  const servers = await startServers(config, deps.queue, { releasers, log: display.line });
  request.gentle.throwIfAborted();
  const settings = await settle(deps, servers);
  const failedBefore = await prepareDatabase(deps, servers.databaseUrl);
  request.gentle.throwIfAborted();

  const plans = planProcesses(deps, deps.agents, settings);
  const keepState = makeStateKeeper(config.home, settings, startedAt);
  const client = makeClient({ url: serverUrl(settings.gateway), apiKey: settings.apiKey });
  const pointWebhooks = makeWebhookPointer({ ...deps, client, settings });
  const processes = makeFleetProcesses(plans, {
    display,
    drainMs: config.runtime.drainMs,
    hard: request.hard,
    onPidChange: () => {
      if (request.gentle.aborted) return;
      keepState([...processes.pids()]).catch(() =>
        display.bad('The state of the fleet could not be written.'),
      );
    },
    // Whom it tells of its news is forgotten with its life.
    onBack: (name) => void (name === SANDBOX && pointWebhooks()),
  });
  releasers.add(async () => {
    await processes.stop();
    await keepState([]);
    await removeFleetState(config.home);
  });
  const trouble = watchForTrouble({
    gentle: request.gentle,
    failed: processes.failed,
    servers: servers.own,
  });
  for (const stage of ['sandbox', 'core'] as const) await trouble.before(processes.start(stage));
  if (config.vendors.isReal && deps.options.pause) await trouble.before(holdBack(client, display));
  await trouble.before(processes.start('agents'));
  await trouble.before(keepState([...processes.pids()]));
  // The workers have made the connections.
  await trouble.before(pointWebhooks());
  return {
    client,
    gatewayUrl: serverUrl(settings.gateway),
    sandboxUrl: settings.sandbox && serverUrl(settings.sandbox),
    logsDir: settings.logsDir,
    failedBefore,
    processes,
    trouble,
  };
};
