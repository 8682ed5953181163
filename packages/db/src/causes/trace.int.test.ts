import '@sherpa/devstack/vitest';
import { idFrom, newId } from '@sherpa/core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { insertTasks } from '../tasks/insert-tasks.ts';
import { makeTestDatabase, newTask, sql, type TestDatabase } from '../testing/index.ts';
import { readTrace, type Trace, type TraceExtent } from './trace.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());

const trace = async (id: string, extent: TraceExtent = 'own'): Promise<Trace> => {
  const { db, tenantId } = database;
  const found = await db.withTenant(tenantId, (tx) => readTrace(tx, id, extent));
  if (found === undefined) throw new Error('There is no such task.');
  return found;
};

const add = async (count: number, causeOf: (index: number, ids: readonly string[]) => string | undefined) => {
  const ids = Array.from({ length: count }, () => newId());
  const tasks = ids.map((id, index) =>
    newTask(database.tenantId, { id, origin: 'agent', causedBy: causeOf(index, ids) }),
  );
  await insertTasks(database.db.engine, tasks);
  return ids;
};

describe('the trace of a task', () => {
  test('of a long chain shows its beginning and its end, and how much is between', async () => {
    const ids = await add(80, (index, all) => all[index - 1]);
    const { tasks, lostCause } = await trace(ids.at(-1) ?? '');
    const shown = tasks.map(({ id }) => id);
    expect([shown[0], shown.at(-1), lostCause]).toEqual([ids[0], ids[79], null]);
    const gap = tasks.find(({ skipped }) => skipped > 0);
    expect(gap).toMatchObject({ parentId: ids[14], skipped: 50, id: ids[65] });
  });

  test('of one that brought about many shows some, and counts the rest', async () => {
    const [first = ''] = await add(1, () => undefined);
    await add(70, () => first);
    const { tasks } = await trace(first);
    expect(tasks).toHaveLength(51);
    expect(tasks[0]).toMatchObject({ children: 70, leftOut: 20 });
    expect((await trace(first, 'causes')).tasks).toMatchObject([{ id: first, leftOut: 70 }]);
  });

  test('shows what led to it and counts what else came of that, or shows that too where the whole is asked for', async () => {
    const [first = ''] = await add(1, () => undefined);
    const ids = await add(70, () => first);
    const last = ids.at(-1) ?? '';
    expect((await trace(last)).tasks).toMatchObject([
      { id: first, leftOut: 69 },
      { id: last, leftOut: 0 },
    ]);
    const { tasks } = await trace(last, 'whole');
    expect(tasks.filter(({ parentId }) => parentId === first)).toHaveLength(51);
    expect(tasks.map(({ id }) => id)).toContain(last);
  });

  test('ends where a cause is not kept any more, and where it never was', async () => {
    const ancient = idFrom(Date.UTC(2020, 1, 10), new Uint8Array(10));
    const unknown = newId();
    const [old = ''] = await add(1, () => ancient);
    const [orphan = ''] = await add(1, () => unknown);
    expect((await trace(old)).lostCause).toMatchObject({ taskId: ancient, isPurged: true });
    expect((await trace(orphan)).lostCause).toMatchObject({ taskId: unknown, isPurged: false });
  });

  test('does not go round where causes lead back to themselves', async () => {
    const [one = '', other = ''] = await add(2, (index, all) => all[1 - index]);
    const { tasks } = await trace(one);
    expect(new Set(tasks.map(({ id }) => id))).toEqual(new Set([one, other]));
  });

  test('tells how long attempts ran and what they called, as far as that is on record', async () => {
    const [id = ''] = await add(1, () => undefined);
    await sql`update agent_tasks set status = 'completed', created_at = now() - interval '10 s', earlier_ms = 500,
      started_at = now() - interval '2 s', finished_at = now(), vendor_calls = 3 where id = ${id}`.execute(
      database.db.engine,
    );
    expect((await trace(id)).tasks).toMatchObject([{ workedMs: 2_500, waitedMs: 7_500, vendorCalls: 3 }]);
    await sql`update agent_tasks set status = 'failed', earlier_ms = null, vendor_calls = null where id = ${id}`.execute(
      database.db.engine,
    );
    expect((await trace(id)).tasks).toMatchObject([{ workedMs: null, waitedMs: null, vendorCalls: null }]);
  });
});
