import type { Contract, PayloadInput, TaskName } from '@sherpa/core';
import { isFinished, newId, toAppError } from '@sherpa/core';
import { getTask, listEvents, type Database, type LedgerEvent, type Task, type TaskOrigin } from '@sherpa/db';
import { makeTestDatabase } from '@sherpa/db/testing';
import { makeQueue, type Queue, type QueueSettings } from '@sherpa/queue';
import type { BaseAgent } from '../agent/base-agent.ts';
import { makeEnqueuer } from '../enqueue/enqueuer.ts';
import type { EnqueueRequest } from '../enqueue/prepare-all.ts';
import { startRunner, type Runner } from '../engine/runner.ts';
import { makeRecordedLog, type Logged } from './recorded-log.ts';
import { waitUntil } from './wait-until.ts';

export interface RunAgentOptions {
  /** A Postgres server on which a database of its own is made. */
  readonly postgresUrl: string;
  /** Where its jobs go; the same database where absent. */
  readonly queueUrl?: string | undefined;
  readonly concurrency?: number;
  readonly leaseMs?: number;
}

/** An agent at work in a test, on a real ledger and a real queue. */
export interface AgentUnderTest<C extends Contract> {
  readonly db: Database;
  readonly queue: Queue;
  /** Where its queue is. */
  readonly place: Pick<QueueSettings, 'url' | 'namespace'>;
  readonly tenantId: string;
  readonly runner: Runner;
  readonly logged: readonly Logged[];
  /** Enqueues a task and answers with it as soon as it is in the ledger. */
  enqueue<T extends TaskName<C>>(
    type: T,
    payload: PayloadInput<C, T>,
    options?: Pick<EnqueueRequest, 'key' | 'delayMs'>,
    origin?: TaskOrigin,
  ): Promise<string>;
  /** Enqueues a task and waits for its end. */
  run<T extends TaskName<C>>(type: T, payload: PayloadInput<C, T>): Promise<Task>;
  /** Does it without its consequences; the result is what it would have done. */
  dryRun<T extends TaskName<C>>(type: T, payload: PayloadInput<C, T>): Promise<Task>;
  /** The task as it stands. */
  show(id: string): Promise<Task>;
  /** Waits for the end of that task. */
  ended(id: string): Promise<Task>;
  /** What was emitted, oldest first, the engine's own events included. */
  events(): Promise<LedgerEvent[]>;
  /** Stops the agent and removes its database. */
  stop(): Promise<void>;
}

const DRAIN_MS = 2_000;

/** Starts an agent of one's own in a test; `stop` it when done. */
export const runAgent = async <C extends Contract>(
  agent: BaseAgent<C>,
  options: RunAgentOptions,
): Promise<AgentUnderTest<C>> => {
  const { db, tenantId, url, drop } = await makeTestDatabase(options.postgresUrl);
  const log = makeRecordedLog();
  const place = {
    url: options.queueUrl ?? url,
    namespace: `t${newId().replaceAll('-', '').slice(-12)}`,
  };
  const queue = makeQueue({
    ...place,
    onError: (error) => log.warn('queue trouble', { error: toAppError(error) }),
  });
  await queue.ready();
  const runner = await startRunner({
    agent,
    db,
    queue,
    log,
    defaultTenant: { id: tenantId, slug: 'default' },
    concurrency: options.concurrency ?? 10,
    leaseMs: options.leaseMs ?? 5_000,
  });
  const enqueuer = makeEnqueuer({ db, queue, contracts: [agent.contract], log });

  const show = async (id: string): Promise<Task> => {
    const task = await db.withTenant(tenantId, (tx) => getTask(tx, id));
    if (task === undefined) throw new Error(`There is no task ${id}.`);
    return task;
  };
  const ended = (id: string): Promise<Task> =>
    waitUntil(`the end of task ${id}`, async () => {
      const task = await show(id);
      return isFinished(task.status) ? task : undefined;
    });
  const enqueue: AgentUnderTest<C>['enqueue'] = async (type, payload, more = {}, origin = 'api') => {
    const request = { agent: agent.contract.agent, type, payload, ...more };
    const [answer] = await enqueuer.enqueue(tenantId, [request], origin);
    return answer?.id ?? '';
  };
  return {
    db,
    queue,
    place,
    tenantId,
    runner,
    logged: log.records,
    enqueue,
    run: async (type, payload) => ended(await enqueue(type, payload)),
    dryRun: async (type, payload) => ended(await enqueue(type, payload, {}, 'dry-run')),
    show,
    ended,
    events: async () =>
      (await db.withTenant(tenantId, (tx) => listEvents(tx, { limit: 1_000 }))).toReversed(),
    stop: async () => {
      await runner.stop({ deadlineMs: DRAIN_MS });
      await queue.close();
      await drop();
    },
  };
};
