import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BaseAgent, makeDispatcher, type Handlers } from '@sherpa/agent-kit';
import { makeRecordedLog, runAgent, waitUntil, type AgentUnderTest } from '@sherpa/agent-kit/testing';
import { defineContract } from '@sherpa/core';
import { enqueueTasks } from '@sherpa/db';
import { newTask, sql } from '@sherpa/db/testing';
import { findRedis, startPostgres, startRedis } from '@sherpa/devstack';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startDuty } from './duty.ts';
import { makeRebuild } from './duties/rebuild.ts';
import { makeRelay } from './duties/relay.ts';
import { makeReleaseStalled } from './duties/release-stalled.ts';

const contract = defineContract({
  agent: 'probe',
  description: 'Works through a restart of its servers.',
  tasks: { 'thing.do': { description: 'Says that it ran.', payload: z.object({}), result: z.object({}) } },
  messages: {},
  events: { 'thing.done': z.object({}) },
  state: {},
});
type Probe = typeof contract;

class ProbeAgent extends BaseAgent<Probe> {
  readonly contract = contract;
  protected readonly handlers: Handlers<Probe> = {
    'thing.do': async (ctx) => {
      // Between its two statements a restart finds it inside a transaction as well.
      await ctx.withTenant(async (tx) => {
        await sql`select 1`.execute(tx);
        await sql`select pg_sleep(0.02)`.execute(tx);
      });
      ctx.emit('thing.done', {});
      return {};
    },
  };
}

const redis = await findRedis();

const TASKS = 500;
const WITHIN_MS = 60_000;

type Stop = () => Promise<void>;

let folder: string;
const work: Stop[] = [];
const servers: Stop[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sherpa-restart-'));
});
afterEach(async () => {
  for (const stop of work.splice(0)) await stop();
  await Promise.all(servers.splice(0).map((stop) => stop()));
  await rm(folder, { recursive: true, force: true });
});

const startOwnPostgres = (port?: number) =>
  startPostgres({
    dataDir: path.join(folder, 'postgres'),
    durable: true,
    ...(port === undefined ? {} : { port }),
  });
const startOwnRedis = (port?: number) =>
  startRedis({
    dir: path.join(folder, 'redis'),
    durable: false,
    ...(port === undefined ? {} : { port }),
  });

/** An agent and a conductor at work on 500 tasks. */
const startWork = async (postgresUrl: string, queueUrl?: string): Promise<AgentUnderTest<Probe>> => {
  const on = await runAgent(new ProbeAgent(), { postgresUrl, queueUrl, leaseMs: 3_000, concurrency: 10 });
  const parts = { db: on.db, queue: on.queue, log: makeRecordedLog() };
  const deps = { ...parts, dispatcher: makeDispatcher(parts), everyMs: 200 };
  const duties = [makeRelay(deps), makeRebuild(deps), makeReleaseStalled(deps)].map((duty) => startDuty(duty, deps.log));
  work.push(async () => {
    await Promise.all(duties.map((duty) => duty.stop()));
    await on.stop();
  });
  const over = { agent: 'probe', type: 'thing.do', maxAttempts: 10 };
  await enqueueTasks(
    on.db,
    Array.from({ length: TASKS }, () => newTask(on.tenantId, over)),
  );
  return on;
};

const completed = async (on: AgentUnderTest<Probe>): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*) as n from agent_tasks
    where status = 'completed'`.execute(on.db.engine);
  return rows[0]?.n ?? 0;
};

const reaches = (on: AgentUnderTest<Probe>, wanted: number) =>
  waitUntil(
    `${wanted} completed`,
    async () => ((await completed(on).catch(() => 0)) >= wanted ? true : undefined),
    WITHIN_MS,
  );

const expectEachDoneOnce = async (on: AgentUnderTest<Probe>): Promise<void> => {
  const { rows } = await sql`select task_id from agent_events where type = 'thing.done'
    group by task_id having count(*) = 1`.execute(on.db.engine);
  expect(rows).toHaveLength(TASKS);
};

describe('a server that is killed and started again while 500 tasks run', () => {
  test('Postgres, which is the queue as well: every task is done, its result kept once', async () => {
    const first = await startOwnPostgres();
    const on = await startWork(first.url);
    await reaches(on, TASKS / 5);
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    await first.stop();
    const second = await startOwnPostgres(first.port);
    servers.push(second.stop);
    await reaches(on, TASKS);
    await expectEachDoneOnce(on);
  }, 120_000);

  test.skipIf(redis === undefined)(
    'Redis, which comes back empty: every task is done, its result kept once',
    async () => {
      const [postgres, first] = await Promise.all([startOwnPostgres(), startOwnRedis()]);
      servers.push(postgres.stop);
      const on = await startWork(postgres.url, first.url);
      await reaches(on, TASKS / 5);
      process.kill(first.pid, 'SIGKILL');
      await first.exited;
      await first.stop();
      const second = await startOwnRedis(first.port);
      servers.push(second.stop);
      await reaches(on, TASKS);
      await expectEachDoneOnce(on);
    },
    120_000,
  );
});
