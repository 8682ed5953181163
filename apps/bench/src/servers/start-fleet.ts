import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { registry } from '@sherpa/agents/registry';
import { AppError } from '@sherpa/core';
import { migrate } from '@sherpa/db';
import { spawnManaged, startSandbox, type ManagedProcess } from '@sherpa/devstack';
import type { Environment } from '../config.ts';

/** The apps as they run in production, on servers and a sandbox of their own. */
export interface Fleet {
  readonly processes: readonly { readonly name: string; readonly pid: number }[];
  readonly stop: () => Promise<void>;
}

export interface FleetOptions {
  readonly env: Environment;
  readonly workspaceRoot: string;
  /** Where it may keep its logs. */
  readonly home: string;
  readonly databaseUrl: string;
  readonly queueUrl: string;
  readonly namespace: string;
  readonly workers: number;
  /** In the sandbox; its usual number where absent. */
  readonly contacts?: number;
  /** True lifts the limits of the sandbox's vendors. */
  readonly isUnlimited?: boolean;
}

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;

const parseReady = (message: unknown): true | undefined =>
  typeof message === 'object' &&
  message !== null &&
  'type' in message &&
  (message.type === 'ready' || message.type === 'listening')
    ? true
    : undefined;

/** As many agents as asked for: those there are, some of them more than once. */
const agentsOf = (count: number): readonly string[] => {
  const names = Object.keys(registry);
  return Array.from({ length: count }, (_, index) => names[index % names.length] ?? '');
};

const variables = (options: FleetOptions, sandboxUrl: string, logs: string): Environment => ({
  ...options.env,
  DATABASE_URL: options.databaseUrl,
  QUEUE_URL: options.queueUrl,
  QUEUE_NAMESPACE: options.namespace,
  SHERPA_API_KEY: 'the-key-of-the-idle-fleet',
  SHERPA_CREDENTIAL_KEYS: `bench:${randomBytes(32).toString('base64')}`,
  GATEWAY_PORT: '0',
  LOG_DIR: logs,
  HUBSPOT_ACCESS_TOKEN: 'pat-sandbox',
  STRIPE_API_KEY: 'sk_test_sandbox',
  NOTION_ACCESS_TOKEN: 'ntn_sandbox',
  HUBSPOT_BASE_URL: sandboxUrl,
  STRIPE_BASE_URL: sandboxUrl,
  NOTION_BASE_URL: `${sandboxUrl}/notion`,
});

const liftLimits = async (sandboxUrl: string): Promise<void> => {
  const limits = {
    hubspot: { per10Seconds: null, searchPerSecond: null, perDay: null },
    stripe: { perSecond: null, perEndpointPerSecond: null },
  };
  const answer = await fetch(new URL('/_sandbox/limits', sandboxUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(limits),
  });
  if (!answer.ok) throw new AppError('The sandbox kept its limits.', { details: { status: answer.status } });
};

const started = (processes: readonly ManagedProcess<true>[]): Fleet['processes'] =>
  processes.map(({ name, pid }) => {
    if (pid === undefined) throw new AppError('A process of the fleet did not start.', { details: { name } });
    return { name, pid };
  });

/** Starts gateway, conductor and workers, and waits until all are ready. */
export const startFleet = async (options: FleetOptions): Promise<Fleet> => {
  await migrate({ url: options.databaseUrl });
  const logs = await mkdtemp(path.join(options.home, 'logs-'));
  const quiet = { onLine: () => undefined };
  const sandbox = await startSandbox({
    port: 0,
    ...(options.contacts === undefined ? {} : { contacts: options.contacts }),
    env: {
      SANDBOX_HUBSPOT_TOKEN: 'pat-sandbox',
      SANDBOX_STRIPE_KEY: 'sk_test_sandbox',
      SANDBOX_NOTION_TOKEN: 'ntn_sandbox',
    },
    ...quiet,
  });
  if (options.isUnlimited === true) await liftLimits(sandbox.url);
  const env = { ...variables(options, sandbox.url, logs) };
  const start = (app: string, args: readonly string[] = []): ManagedProcess<true> =>
    spawnManaged({
      name: [app, ...args.slice(1)].join('-'),
      script: path.join(options.workspaceRoot, 'apps', app, 'src/main.ts'),
      args,
      env,
      parseReady,
      readyTimeoutMs: READY_WITHIN_MS,
      ...quiet,
    });
  const processes = [
    start('gateway'),
    start('conductor'),
    ...agentsOf(options.workers).map((agent) => start('worker', ['--agent', agent])),
  ];
  const stop = async (): Promise<void> => {
    await Promise.all(processes.map((each) => each.stop(STOP_WITHIN_MS)));
    await sandbox.stop();
    await rm(logs, { recursive: true, force: true });
  };
  try {
    await Promise.all(processes.map(({ ready }) => ready));
    return { processes: started(processes), stop };
  } catch (err) {
    await stop();
    throw err;
  }
};
