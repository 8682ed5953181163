import '@sherpa/devstack/vitest';
import { makeScheduler } from '@sherpa/agent-kit';
import { makeRecordedLog, waitUntil } from '@sherpa/agent-kit/testing';
import { defineContract, newId } from '@sherpa/core';
import { claimTasks, getTask, insertTasks, listTasks } from '@sherpa/db';
import { makeTestDatabase, newTask, sql, type TestDatabase } from '@sherpa/db/testing';
import { makeQueue, type Queue } from '@sherpa/queue';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { startDuty } from '../duty.ts';
import { makeDeclareSchedules, makeFireSchedules } from './fire-schedules.ts';
import { makeKeepHistory } from './keep-history.ts';
import { makeRelay } from './relay.ts';
import { makeReleaseStalled } from './release-stalled.ts';

const backends = [
  { name: 'Postgres', url: undefined },
  ...(inject('redisUrl') === null ? [] : [{ name: 'Redis', url: inject('redisUrl') ?? undefined }]),
];

describe.for(backends)('the conductor on $name', ({ url }) => {
  let database: TestDatabase;
  let queue: Queue;
  const log = makeRecordedLog();
  const deps = () => ({ db: database.db, queue, log, everyMs: 50 });

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
    for (const table of ['agent_tasks', 'agent_task_keys', 'agent_schedules']) {
      await sql`delete from ${sql.table(table)}`.execute(database.db.engine);
    }
  });

  test('a task whose job was never added is in the queue after one round of the relay, and once only', async () => {
    const tasks = Array.from({ length: 50 }, () => newTask(database.tenantId));
    await insertTasks(database.db.engine, tasks);
    await sql`update agent_tasks set relay_at = now()`.execute(database.db.engine);
    const before = (await queue.counts('sales')).waiting;
    const relays = [makeRelay(deps()), makeRelay(deps()), makeRelay(deps())];
    await Promise.all(relays.map((relay) => relay.perform()));
    await relays[0]?.perform();
    const counts = await queue.counts('sales');
    expect(counts.waiting - before).toBe(50);
    await queue.remove(
      'sales',
      tasks.map((task) => task.id),
    );
  });

  test('a task whose worker died is pending again and its job is back', async () => {
    const task = newTask(database.tenantId);
    await insertTasks(database.db.engine, [task]);
    await claimTasks(database.db.engine, { agent: 'sales', workerId: newId(), leaseMs: 0, ids: [task.id] });
    await makeReleaseStalled(deps()).perform();
    const shown = await database.db.withTenant(database.tenantId, (tx) => getTask(tx, task.id));
    expect(shown?.status).toBe('pending');
    await makeRelay(deps()).perform();
    const job = await queue.boardQueue('sales').getJob(task.id);
    expect(job?.name).toBe('contacts.sync');
    expect(log.records).toContainEqual(
      expect.objectContaining({ message: 'A worker died at a task.', level: 'warn' }),
    );
    await queue.remove('sales', [task.id]);
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
