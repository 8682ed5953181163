import '@sherpa/devstack/vitest';
import { makeDispatcher, makeEnqueuer, makeScheduler } from '@sherpa/agent-kit';
import { makeClient, type Client } from '@sherpa/api';
import { newId, type Contract } from '@sherpa/core';
import { claimTasks, finishTasks, rotateKeys, type Database, type Finish } from '@sherpa/db';
import { makeTestDatabase, makeTestVault, newFinish } from '@sherpa/db/testing';
import { makeQueue, type Queue } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';
import { inject } from 'vitest';
import { makeGatewayApp, type GatewayAppDeps } from '../app.ts';
import { makeAskVendor } from '../connections/ask-vendor.ts';
import { listen } from '../listen.ts';
import { makeWebhookCounts } from '../webhooks/webhook-counts.ts';
import { greeter } from './greeter.ts';

/** What vendors were told that the gateway's address is. */
export const PUBLIC_URL = 'https://sherpa.example.com';

export const API_KEY = 'the-key-of-the-tests';

/** Vendors that are not there: a test that asks them says where. */
const NOWHERE = { hubspot: 'http://127.0.0.1:9', stripe: 'http://127.0.0.1:9', notion: 'http://127.0.0.1:9' };

export interface Logged {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A whole gateway over a database and a queue of its own. */
export interface TestGateway {
  readonly url: string;
  readonly client: Client;
  readonly db: Database;
  readonly queue: Queue;
  readonly tenantId: string;
  readonly logged: Logged[];
  /** As its worker would. */
  finish(taskId: string, outcome: Finish['outcome']): Promise<void>;
  /** With the key, and with the method, body and headers of the test. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

const makeRecordingLog = (logged: Logged[]): Logger => {
  const write =
    (level: string) =>
    (message: string, fields = {}) => {
      logged.push({ level, message, fields });
    };
  const log: Logger = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: () => log,
    flush: async () => undefined,
  };
  return log;
};

const makeFinish =
  (db: Database, tenantId: string, { agent }: Contract) =>
  async (taskId: string, outcome: Finish['outcome']): Promise<void> => {
    const workerId = newId();
    const [claim] = await claimTasks(db.engine, { agent, workerId, leaseMs: 60_000, ids: [taskId] });
    if (claim?.kind !== 'claimed') throw new Error(`The task could not be claimed: ${String(claim?.kind)}.`);
    const { attempt } = claim.task;
    const event = { id: newId(), type: 'guest.greeted', data: { name: 'Ada' } };
    const finish = newFinish({ id: taskId, tenantId, agent, attempt, workerId, outcome, events: [event] });
    const [answer] = (await finishTasks(db.engine, [finish])).answers;
    if (answer?.kind !== 'committed') throw new Error(`The task was not finished: ${String(answer?.kind)}.`);
  };

/** Starts a gateway with the greeter on any free port; without a queue's address its queue is the database. */
export const startTestGateway = async (
  queueUrl?: string,
  change: (deps: GatewayAppDeps) => GatewayAppDeps = (deps) => deps,
  contracts: readonly Contract[] = [greeter],
): Promise<TestGateway> => {
  const database = await makeTestDatabase(inject('postgresUrl'));
  const { db, tenantId } = database;
  const namespace = `t${crypto.randomUUID().slice(0, 13).replaceAll('-', '_')}`;
  const queue = makeQueue({ url: queueUrl ?? database.url, namespace, onError: () => undefined });
  await queue.ready();
  const logged: Logged[] = [];
  const log = makeRecordingLog(logged);
  const enqueuer = makeEnqueuer({ db, queue, contracts, log });
  const dispatcher = makeDispatcher({ db, queue, log });
  const stopping = new AbortController();
  const vault = makeTestVault();
  const app = makeGatewayApp(
    change({
      db,
      queue,
      contracts,
      log,
      apiKey: API_KEY,
      tenantSlug: 'default',
      enqueue: (tenant, tasks) => enqueuer.enqueue(tenant, tasks, 'api'),
      enqueueIn: enqueuer.enqueueIn,
      dispatch: (staged) => dispatcher.dispatchAgain(staged),
      scheduler: makeScheduler({ db, dispatcher, contracts, log }),
      vault,
      askVendor: makeAskVendor({ log, addresses: NOWHERE }),
      rotateKeys: () => rotateKeys(db.engine, vault),
      webhookCounts: makeWebhookCounts(),
      publicUrl: () => PUBLIC_URL,
      metricsText: async () => 'up 1\n',
      stopping: stopping.signal,
    }),
  );
  const listening = await listen(app, '127.0.0.1', 0);
  const { url } = listening;
  return {
    url,
    client: makeClient({ url, apiKey: API_KEY }),
    db,
    queue,
    tenantId,
    logged,
    finish: makeFinish(db, tenantId, greeter),
    ask: (path, init = {}) => {
      const headers = new Headers(init.headers);
      headers.set('x-api-key', API_KEY);
      return fetch(new URL(path, url), { ...init, headers });
    },
    stop: async () => {
      stopping.abort();
      await listening.close({ deadlineMs: 5_000 });
      await dispatcher.settled();
      await enqueuer.settled();
      await queue.close();
      await database.drop();
    },
  };
};
