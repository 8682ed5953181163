import { BaseAgent, makeDispatcher, type Dispatcher, type Handlers } from '@sherpa/agent-kit';
import {
  makeRecordedLog,
  runAgent,
  waitUntil,
  type AgentUnderTest,
  type RecordedLog,
} from '@sherpa/agent-kit/testing';
import { defineContract } from '@sherpa/core';
import { enqueueTasks, ensureTenant, type Db } from '@sherpa/db';
import { newTask, sql } from '@sherpa/db/testing';
import { z } from 'zod';
import { makeRebuild } from '../duties/rebuild.ts';
import { makeReconcile } from '../duties/reconcile.ts';
import { makeRelay } from '../duties/relay.ts';
import { makeReleaseStalled } from '../duties/release-stalled.ts';
import { startDuty } from '../duty.ts';

const contract = defineContract({
  agent: 'probe',
  description: 'Works while its queue is lost.',
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
      ctx.emit('thing.done', {});
      return {};
    },
  };
}

/** An agent at work, with a ledger and a queue that can be lost. */
export interface LossyGround {
  readonly on: AgentUnderTest<Probe>;
  readonly log: RecordedLog;
  readonly dispatcher: Dispatcher;
  /** Starts the duties of so many conductors. */
  conduct(conductors: number): void;
  /** Enqueues so many tasks as anybody would: for three tenants, in mixed priorities, every tenth due in `delayMs`. */
  enqueue(count: number, delayMs: number): Promise<void>;
  completed(): Promise<number>;
  /** Waits until so many are completed. */
  reaches(wanted: number, withinMs?: number): Promise<void>;
  /** Tasks by how often their end was kept, of those that are done: `[n]` where each of n was kept once. */
  timesDone(): Promise<number[]>;
  /** Completed tasks that began before they were due. */
  tooEarly(): Promise<number>;
  stop(): Promise<void>;
}

export interface GroundOptions {
  readonly postgresUrl: string;
  readonly queueUrl?: string | undefined;
  readonly concurrency?: number;
}

const count = async (engine: Db, from: ReturnType<typeof sql>): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*) as n ${from}`.execute(engine);
  return rows[0]?.n ?? 0;
};

const PRIORITIES = [1, 100, 1_000];
const CHUNK = 500;

/** Starts the agent; `conduct` starts what watches over it. */
export const startLossyGround = async (options: GroundOptions): Promise<LossyGround> => {
  const on = await runAgent(new ProbeAgent(), { concurrency: 10, leaseMs: 5_000, ...options });
  const { db, queue } = on;
  const log = makeRecordedLog();
  const dispatcher = makeDispatcher({ db, queue, log });
  const deps = { db, queue, log, dispatcher, everyMs: 200 };
  const tenants = await Promise.all(
    ['one', 'two'].map(async (slug) => (await ensureTenant(db.engine, slug)).id),
  );
  tenants.push(on.tenantId);
  const duties: ReturnType<typeof startDuty>[] = [];
  const completed = (): Promise<number> => count(db.engine, sql`from agent_tasks where status = 'completed'`);

  return {
    on,
    log,
    dispatcher,
    completed,
    conduct: (conductors) => {
      for (let one = 0; one < conductors; one += 1) {
        const made = [makeRebuild(deps), makeRelay(deps), makeReleaseStalled(deps)];
        duties.push(
          ...[...made, makeReconcile({ ...deps, everyMs: 1_000 })].map((duty) => startDuty(duty, log)),
        );
      }
    },
    enqueue: async (wanted, delayMs) => {
      const tasks = Array.from({ length: wanted }, (_, index) =>
        newTask(tenants[index % tenants.length] ?? '', {
          agent: 'probe',
          type: 'thing.do',
          priority: PRIORITIES[Math.floor(index / 7) % PRIORITIES.length] ?? 0,
          // Each with a time of its own, as those that were retried have.
          delayMs: index % 10 === 0 ? delayMs + index : 0,
        }),
      );
      for (let from = 0; from < tasks.length; from += CHUNK) {
        const { staged } = await enqueueTasks(db, tasks.slice(from, from + CHUNK));
        await dispatcher.dispatch(staged);
      }
    },
    reaches: async (wanted, withinMs = 60_000) => {
      await waitUntil(
        `${wanted} completed`,
        async () => ((await completed().catch(() => 0)) >= wanted ? true : undefined),
        withinMs,
      );
    },
    timesDone: async () => {
      const { rows } = await sql<{ tasks: number }>`select count(*) as tasks from (
          select count(*) as times from agent_events where type = 'thing.done' group by task_id) t
        group by times order by times`.execute(db.engine);
      return rows.map(({ tasks }) => tasks);
    },
    // A second early is allowed: clocks differ.
    tooEarly: () =>
      count(
        db.engine,
        sql`from agent_tasks where status = 'completed' and started_at < run_at - interval '1 second'`,
      ),
    stop: async () => {
      await Promise.all(duties.map((duty) => duty.stop()));
      await dispatcher.settled();
      await on.stop();
    },
  };
};
