import '@sherpa/devstack/vitest';
import { makeDispatcher, makeScheduler } from '@sherpa/agent-kit';
import { makeRecordedLog, waitUntil } from '@sherpa/agent-kit/testing';
import { AppError, defineContract, newId } from '@sherpa/core';
import {
  claimTasks,
  enqueueTasks,
  enqueueTasksIn,
  finishTasks,
  getTask,
  insertTasks,
  listTasks,
  overdueJobs,
} from '@sherpa/db';
import { makeTestDatabase, newFinish, newTask, sql, type TestDatabase } from '@sherpa/db/testing';
import { makeQueue, type Queue } from '@sherpa/queue';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { startDuty } from '../duty.ts';
import { makeDeclareSchedules, makeFireSchedules } from './fire-schedules.ts';
import { makeKeepHistory } from './keep-history.ts';
import { makeRelay } from './relay.ts';
import { makeReleaseStalled } from './release-stalled.ts';
import { makeWakeWaiting } from './wake-waiting.ts';

const backends = [
  { name: 'Postgres', url: undefined },
  ...(inject('redisUrl') === null ? [] : [{ name: 'Redis', url: inject('redisUrl') ?? undefined }]),
];

describe.for(backends)('the conductor on $name', ({ url }) => {
  let database: TestDatabase;
  let queue: Queue;
  const log = makeRecordedLog();
  const deps = () => {
    const dispatcher = makeDispatcher({ db: database.db, queue, log });
    return { db: database.db, queue, log, dispatcher, everyMs: 50 };
  };
  const owed = async () => (await overdueJobs(database.db.engine, { olderThanMs: 0, limit: 100 })).length;
  /** Nobody has looked after these commits for a minute. */
  const abandon = () =>
    sql`with old as (delete from agent_outbox returning *)
      insert into agent_outbox select id, jobs, created_at - interval '1 min' from old`.execute(
      database.db.engine,
    );

  beforeAll(async () => {
    database = await makeTestDatabase(inject('postgresUrl'));
    const namespace = `t${newId().replaceAll('-', '').slice(-12)}`;
    queue = makeQueue({ url: url ?? database.url, namespace, onError: () => undefined });
    await queue.ready();
  });
  afterAll(async () => {
    await queue.close();
    await database.drop();
  });
  beforeEach(async () => {
    for (const table of ['agent_tasks', 'agent_task_keys', 'agent_schedules', 'agent_outbox']) {
      await sql`delete from ${sql.table(table)}`.execute(database.db.engine);
    }
  });

  test('jobs that were never added are in the queue after one round of the relay, and once only', async () => {
    const tasks = Array.from({ length: 60 }, () => newTask(database.tenantId, { type: 'contacts.one' }));
    const { staged } = await enqueueTasks(database.db, tasks);
    await enqueueTasks(database.db, [newTask(database.tenantId, { delayMs: 600_000 })]);
    await abandon();
    const before = await queue.counts('sales');
    const relays = [makeRelay(deps()), makeRelay(deps()), makeRelay(deps())];
    await Promise.all(relays.map((relay) => relay.perform()));
    await relays[0]?.perform();
    const counts = await queue.counts('sales');
    expect([counts.waiting - before.waiting, counts.delayed - before.delayed]).toEqual([10, 1]);
    const pack = await queue.boardQueue('sales').getJob(staged.jobs[0]?.id ?? '');
    expect(pack?.data).toEqual({ taskIds: tasks.slice(0, 6).map(({ id }) => id) });
    expect(await owed()).toBe(0);
    await queue.remove(
      'sales',
      staged.jobs.map((job) => job.id),
    );
  });

  test('the relay leaves what was committed just now to those who committed it', async () => {
    const { staged } = await enqueueTasks(database.db, [newTask(database.tenantId)]);
    await makeRelay(deps()).perform();
    expect(await owed()).toBe(1);
    expect(await queue.boardQueue('sales').getJob(staged.jobs[0]?.id ?? '')).toBeUndefined();
  });

  test('what was committed in a caller’s transaction and never dispatched is in the queue after seconds', async () => {
    const { db, tenantId } = database;
    const { staged } = await db.withTenant(tenantId, (tx) => enqueueTasksIn(tx, [newTask(tenantId)]));
    const duty = startDuty(makeRelay(deps()), log);
    const [id] = staged.jobs.map((job) => job.id);
    const job = await waitUntil('the job', () => queue.boardQueue('sales').getJob(id ?? ''));
    expect(job.id).toBe(id);
    await waitUntil('an empty outbox', async () => ((await owed()) === 0 ? true : undefined));
    await duty.stop();
    await queue.remove('sales', [id ?? '']);
  });

  test('jobs of a queue that is away stay in the outbox, and are added when it is back', async () => {
    const away = new AppError('The queue is away.');
    const refuse = () => Promise.reject(away);
    const { db, tenantId } = database;
    const broken = makeDispatcher({ db, queue: { add: refuse, ensure: refuse }, log });
    const { staged } = await enqueueTasks(db, [newTask(tenantId)]);
    await broken.dispatch(staged);
    await broken.settled();
    await abandon();
    await makeRelay({ ...deps(), dispatcher: broken }).perform();
    expect(await owed()).toBe(1);
    expect(log.records).toContainEqual(
      expect.objectContaining({ message: 'jobs not added; the conductor will', level: 'warn' }),
    );
    await makeRelay(deps()).perform();
    expect(await owed()).toBe(0);
    const [id] = staged.jobs.map((job) => job.id);
    expect((await queue.boardQueue('sales').getJob(id ?? ''))?.name).toBe('contacts.sync');
    await queue.remove('sales', [id ?? '']);
  });

  test('a task whose worker died is pending again and its job is back', async () => {
    const task = newTask(database.tenantId);
    await insertTasks(database.db.engine, [task]);
    await claimTasks(database.db.engine, { agent: 'sales', workerId: newId(), leaseMs: 0, ids: [task.id] });
    await makeReleaseStalled(deps()).perform();
    const shown = await database.db.withTenant(database.tenantId, (tx) => getTask(tx, task.id));
    expect(shown?.status).toBe('pending');
    const job = await queue.boardQueue('sales').getJob(task.id);
    expect(job?.name).toBe('contacts.sync');
    expect(log.records).toContainEqual(
      expect.objectContaining({ message: 'A worker died at a task.', level: 'warn' }),
    );
    await queue.remove('sales', [task.id]);
  });

  test('a task whose time to wait is over is woken once however many conductors look, and has its job', async () => {
    const { db, tenantId } = database;
    const task = newTask(tenantId);
    await insertTasks(db.engine, [task]);
    const workerId = newId();
    await claimTasks(db.engine, { agent: 'sales', workerId, leaseMs: 60_000, ids: [task.id] });
    const wait = { kind: 'timer', name: 'sleep', afterMs: 0 } as const;
    const finish = {
      id: task.id,
      tenantId,
      attempt: 1,
      workerId,
      outcome: { status: 'waiting', wait },
    } as const;
    await finishTasks(db.engine, [newFinish(finish)]);
    const before = (await queue.counts('sales')).waiting;
    const duties = Array.from({ length: 4 }, () => makeWakeWaiting(deps()));
    await Promise.all(duties.map((duty) => duty.perform()));
    expect((await queue.counts('sales')).waiting).toBe(before + 1);
    const shown = await db.withTenant(tenantId, (tx) => getTask(tx, task.id));
    expect(shown?.status).toBe('pending');
  });

  test('what contracts declare is enqueued once, however many conductors there are', async () => {
    const task = {
      description: '',
      payload: z.object({}),
      result: z.object({}),
      schedule: { everyMs: 60_000 },
    };
    const contract = defineContract({
      agent: 'sales',
      description: '',
      tasks: { 'contacts.sync': task },
      messages: {},
      events: {},
      state: {},
    });
    const conductors = [1, 2, 3].map(() => {
      const scheduler = makeScheduler({ ...deps(), contracts: [contract] });
      return [makeDeclareSchedules({ scheduler }), makeFireSchedules({ scheduler, everyMs: 50 })] as const;
    });
    await Promise.all(conductors.map(([declare]) => declare.perform()));
    await Promise.all(conductors.map(([, fire]) => fire.perform()));
    const tasks = await database.db.withTenant(database.tenantId, (tx) => listTasks(tx, { limit: 10 }));
    expect(tasks.map(({ type, origin }) => [type, origin])).toEqual([['contacts.sync', 'schedule']]);
  });

  test('a key that was kept for a time is forgotten once that has passed', async () => {
    const kept = [0, 60_000].map((forMs) =>
      newTask(database.tenantId, { key: `kept ${forMs}`, keepKey: { forMs } }),
    );
    await insertTasks(database.db.engine, [...kept, newTask(database.tenantId, { key: 'live' })]);
    await makeKeepHistory({ ...deps(), keepMonths: 12 }).perform();
    const { rows } = await sql<{ key: string }>`select key from agent_task_keys order by key`.execute(
      database.db.engine,
    );
    expect(rows.map(({ key }) => key)).toEqual(['kept 60000', 'live']);
  });

  test('room for the coming months is made by the engine’s role', async () => {
    await makeKeepHistory({ ...deps(), keepMonths: 12 }).perform();
    const { rows } =
      await sql`select from pg_class where relname like 'agent_tasks_20%' and relkind = 'r'`.execute(
        database.db.engine,
      );
    expect(rows.length).toBeGreaterThanOrEqual(3);
  });
});

test('a duty that fails is logged and tried again', async () => {
  const log = makeRecordedLog();
  let rounds = 0;
  const duty = startDuty(
    {
      name: 'flaky',
      everyMs: 1,
      perform: async () => {
        rounds += 1;
        if (rounds === 1) throw new Error('once');
        return false;
      },
    },
    log,
  );
  await waitUntil('a good round', async () => duty.lastDoneAt());
  await duty.stop();
  expect(log.records).toMatchObject([{ level: 'warn', fields: { operation: 'flaky' } }]);
});
