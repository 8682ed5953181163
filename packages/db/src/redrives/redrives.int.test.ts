import '@sherpa/devstack/vitest';
import { newId } from '@sherpa/core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { listFailures } from '../failures/list-failures.ts';
import type { Db } from '../schema/index.ts';
import { listEvents } from '../tasks/browse-events.ts';
import { claimTasks } from '../tasks/claim-tasks.ts';
import { finishTasks } from '../tasks/finish-tasks.ts';
import type { Outcome } from '../tasks/finish.ts';
import { insertTasks } from '../tasks/insert-tasks.ts';
import { makeTestDatabase, newFinish, newTask, sql, type TestDatabase } from '../testing/index.ts';
import { advanceRedrives } from './advance-redrives.ts';
import { cancelRedrive, getRedrive, listRedrives } from './browse-redrives.ts';
import { startRedrive, type NewRedrive } from './start-redrive.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());
beforeEach(async () => {
  for (const table of ['agent_tasks', 'agent_task_keys', 'agent_redriven', 'agent_redrives', 'agent_events'])
    await sql`delete from ${sql.table(table)}`.execute(database.db.engine);
});

const inTenant = <T>(work: (tx: Db) => Promise<T>): Promise<T> =>
  database.db.withTenant(database.tenantId, work);

const failure: Outcome = { status: 'failed', error: { code: 'internal', message: 'It broke.', details: {} } };
const success: Outcome = { status: 'completed', result: {} };

const finishAll = async (ids: readonly string[], outcome: Outcome): Promise<void> => {
  const workerId = newId();
  const claims = await claimTasks(database.db.engine, { agent: 'sales', workerId, leaseMs: 60_000, ids });
  await finishTasks(
    database.db.engine,
    claims.flatMap((claim) =>
      claim.kind === 'claimed' ? [newFinish({ ...claim.task, workerId, outcome })] : [],
    ),
  );
};

const makeFailed = async (count: number, keys: readonly string[] = []): Promise<string[]> => {
  const tasks = Array.from({ length: count }, (_, index) => {
    const key = keys[index];
    return newTask(database.tenantId, key === undefined ? {} : { key });
  });
  await inTenant((tx) => insertTasks(tx, tasks));
  const ids = tasks.map(({ id }) => id);
  await finishAll(ids, failure);
  return ids.toSorted();
};

const start = (over: Partial<NewRedrive> = {}) =>
  inTenant((tx) =>
    startRedrive(tx, {
      tenantId: database.tenantId,
      filter: { agent: 'sales' },
      perSecond: 1_000,
      stopAt: null,
      ...over,
    }),
  );

/** As if the conductor had looked two seconds ago. */
const later = () =>
  sql`update agent_redrives set next_at = now() - interval '2 s'`.execute(database.db.engine);
const round = async () => {
  await later();
  const [advanced] = await advanceRedrives(database.db.engine);
  return advanced?.moved.map(({ id }) => id) ?? [];
};
const show = async (id: string) => {
  const redrive = await inTenant((tx) => getRedrive(tx, id));
  if (redrive === undefined) throw new Error('no such redrive');
  return redrive;
};
const told = async () =>
  (await inTenant((tx) => listEvents(tx, { limit: 20 })))
    .map(({ type }) => type)
    .filter((type) => type.startsWith('redrive.'))
    .toReversed();

describe('a redrive', () => {
  test('puts what failed before it back to work, oldest first, and is done when all have ended', async () => {
    const ids = await makeFailed(5);
    const { id, matched } = await start();
    expect(matched).toBe(5);
    expect(await round()).toEqual(ids);
    expect(await show(id)).toMatchObject({ status: 'running', redriven: 5, ended: 0 });
    await finishAll(ids, success);
    await round();
    expect(await show(id)).toMatchObject({ status: 'done', completed: 5, failedAgain: 0 });
    expect(await told()).toEqual(['redrive.started', 'redrive.done']);
  });

  test('leaves alone what fails while it goes on, its own tasks among them', async () => {
    const ids = await makeFailed(3);
    const { id } = await start();
    await makeFailed(2);
    await round();
    await finishAll(ids, failure);
    expect(await round()).toEqual([]);
    expect(await show(id)).toMatchObject({ status: 'done', redriven: 3, failedAgain: 3 });
    expect(await inTenant((tx) => listFailures(tx, {}, 10))).toMatchObject([{ count: 5 }]);
  });

  test('keeps its rate, and makes up for at most two seconds without a conductor', async () => {
    await makeFailed(30);
    const { id } = await start({ perSecond: 5 });
    const asLongAgo = sql`update agent_redrives set next_at = now() - interval '1 hour' where id = ${id}`;
    await asLongAgo.execute(database.db.engine);
    const [burst] = await advanceRedrives(database.db.engine);
    expect(burst?.moved).toHaveLength(11);
    await sql`update agent_redrives set per_second = 0.01`.execute(database.db.engine);
    await asLongAgo.execute(database.db.engine);
    const [one] = await advanceRedrives(database.db.engine);
    expect(one?.moved).toHaveLength(1);
    const [none] = await advanceRedrives(database.db.engine);
    expect(none?.moved).toHaveLength(0);
  });

  test('stops by itself when those it redrove fail again, and had not many under way until it knew', async () => {
    await makeFailed(50);
    const { id } = await start({ stopAt: { share: 0.2, after: 5 } });
    const tried = await round();
    expect(tried).toHaveLength(10);
    expect(await round()).toEqual([]);
    await finishAll(tried.slice(0, 8), success);
    await finishAll(tried.slice(8), failure);
    const more = await round();
    expect(more).toHaveLength(40);
    await finishAll(more.slice(0, 20), failure);
    await round();
    expect(await show(id)).toMatchObject({ status: 'stopped', ended: 30, failedAgain: 22 });
    expect(await told()).toEqual(['redrive.started', 'redrive.stopped']);
  });

  test('skips and counts tasks whose key another one has taken', async () => {
    const held = await makeFailed(1, ['taken']);
    const ids = await makeFailed(2);
    await inTenant((tx) => insertTasks(tx, [newTask(database.tenantId, { key: 'taken' })]));
    const { id } = await start();
    expect(await round()).toEqual(ids);
    await finishAll([...ids, ...held], success);
    await round();
    expect(await show(id)).toMatchObject({ status: 'done', redriven: 2, completed: 2, skipped: 1 });
  });

  test('moves each task once, however many conductors there are', async () => {
    await makeFailed(40);
    const { id } = await start();
    await later();
    const rounds = await Promise.all([1, 2, 3].map(() => advanceRedrives(database.db.engine)));
    const moved = rounds.flat().flatMap((one) => one.moved.map((task) => task.id));
    expect(new Set(moved).size).toBe(moved.length);
    expect(await show(id)).toMatchObject({ redriven: moved.length });
  });

  test('that somebody stops moves nothing any more; to stop it twice does no harm', async () => {
    await makeFailed(3);
    const { id } = await start({ perSecond: 1 });
    await inTenant((tx) => cancelRedrive(tx, id));
    expect(await inTenant((tx) => cancelRedrive(tx, id))).toMatchObject({ status: 'cancelled' });
    expect(await round()).toEqual([]);
    expect(await told()).toEqual(['redrive.started', 'redrive.stopped']);
    expect(await inTenant((tx) => listRedrives(tx, { limit: 5 }))).toMatchObject([{ id }]);
  });

  test('stages the jobs of what it moved with it', async () => {
    await makeFailed(2);
    await start();
    await later();
    const [advanced] = await advanceRedrives(database.db.engine);
    expect(advanced?.staged.jobs).toHaveLength(2);
    const { rows } = await sql`select from agent_outbox where id = ${advanced?.staged.outboxId}`.execute(
      database.db.engine,
    );
    expect(rows).toHaveLength(1);
  });
});
