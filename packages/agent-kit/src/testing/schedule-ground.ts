import '@sherpa/devstack/vitest';
import { defineContract, defineWorkflow, newId, type Contract, type ScheduleTerms } from '@sherpa/core';
import { getSchedule, listEvents, listTasks, type LedgerEvent, type Schedule, type Task } from '@sherpa/db';
import { makeTestDatabase, sql, type TestDatabase } from '@sherpa/db/testing';
import { makeQueue, type Queue } from '@sherpa/queue';
import { inject } from 'vitest';
import { z } from 'zod';
import { makeDispatcher } from '../enqueue/dispatcher.ts';
import { makeScheduler, type Scheduler } from '../schedules/scheduler.ts';
import { makeRecordedLog, type RecordedLog } from './recorded-log.ts';

/** An agent that exists in these tests only. */
export const sweeper = defineContract({
  agent: 'sweeper',
  description: 'Sweeps rooms.',
  tasks: {
    'room.sweep': {
      description: 'Sweeps a room.',
      payload: z.object({ room: z.string().default('hall') }),
      result: z.object({}),
    },
  },
  messages: {},
  events: {},
  state: {},
  workflows: [
    defineWorkflow({
      name: 'cleaning',
      description: 'Cleans.',
      begins: ['room.sweep'],
      settings: z.strictObject({}),
    }),
  ],
});

/** Schedules over a ledger and a queue of their own. */
export interface ScheduleGround {
  readonly database: TestDatabase;
  readonly queue: Queue;
  readonly log: RecordedLog;
  readonly scheduler: Scheduler;
  /** As another conductor would have it, perhaps with other contracts. */
  another(contracts?: readonly Contract[]): Scheduler;
  /** Makes a schedule for the sweeper that was to fire that long ago for the first time. */
  overdue(ms: number, terms: Partial<ScheduleTerms['policy']>, everyMs?: number): Promise<Schedule>;
  /** Lets the tick that is awaited be that long ago. */
  moveBack(id: string, ms: number): Promise<void>;
  read(id: string): Promise<Schedule>;
  /** The oldest first. */
  tasks(): Promise<readonly Task[]>;
  /** The `schedule.missed` of the tenant, the oldest first. */
  missed(): Promise<readonly LedgerEvent['data'][]>;
  stop(): Promise<void>;
}

const HOUR_MS = 3_600_000;

/** Opens the ground; without a queue's address its queue is the database. */
export const startScheduleGround = async (queueUrl: string | undefined): Promise<ScheduleGround> => {
  const database = await makeTestDatabase(inject('postgresUrl'));
  const { db, tenantId } = database;
  const namespace = `t${newId().replaceAll('-', '').slice(-12)}`;
  const queue = makeQueue({ url: queueUrl ?? database.url, namespace, onError: () => undefined });
  await queue.ready();
  const log = makeRecordedLog();
  const another = (contracts: readonly Contract[] = [sweeper]) =>
    makeScheduler({ db, dispatcher: makeDispatcher({ db, queue, log }), log, contracts });
  const scheduler = another();
  const moveBack = async (id: string, ms: number): Promise<void> => {
    await sql`
      update agent_schedules set next_tick_at = date_trunc('milliseconds', now()) - ${ms} * interval '1 ms',
        next_run_at = now() - ${ms} * interval '1 ms' where id = ${id}`.execute(db.engine);
  };
  const read = async (id: string): Promise<Schedule> => {
    const schedule = await getSchedule(db.engine, id);
    if (schedule === undefined) throw new Error('There is no such schedule.');
    return schedule;
  };
  return {
    database,
    queue,
    log,
    scheduler,
    another,
    moveBack,
    read,
    overdue: async (ms, terms, everyMs = HOUR_MS) => {
      const { id } = await scheduler.create(tenantId, {
        agent: 'sweeper',
        type: 'room.sweep',
        name: `n${newId()}`,
        payload: { room: 'attic' },
        terms: { rule: { everyMs }, policy: { jitterMs: 0, missed: 'last', overlap: 'skip', ...terms } },
      });
      await moveBack(id, ms);
      return read(id);
    },
    tasks: async () => {
      const tasks = await db.withTenant(tenantId, (tx) => listTasks(tx, { agent: 'sweeper', limit: 500 }));
      return tasks.toReversed();
    },
    missed: async () => {
      const filter = { type: 'schedule.missed', limit: 500 };
      const events = await db.withTenant(tenantId, (tx) => listEvents(tx, filter));
      return events.toReversed().map(({ data }) => data);
    },
    stop: async () => {
      await queue.close();
      await database.drop();
    },
  };
};
