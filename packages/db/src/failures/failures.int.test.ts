import '@sherpa/devstack/vitest';
import { newId, type Json } from '@sherpa/core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Db } from '../schema/index.ts';
import { getTask } from '../tasks/browse-tasks.ts';
import { claimTasks } from '../tasks/claim-tasks.ts';
import { finishTasks } from '../tasks/finish-tasks.ts';
import type { Outcome } from '../tasks/finish.ts';
import { insertTasks } from '../tasks/insert-tasks.ts';
import type { NewTask } from '../tasks/new-task.ts';
import { cancelTask } from '../tasks/move-task.ts';
import { releaseStalledTasks } from '../tasks/stalled-tasks.ts';
import { makeTestDatabase, newFinish, newTask, sql, type TestDatabase } from '../testing/index.ts';
import { listAttempts } from './list-attempts.ts';
import { listFailures } from './list-failures.ts';
import { retryTasks } from './retry-tasks.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());
beforeEach(async () => {
  for (const table of ['agent_tasks', 'agent_task_keys', 'agent_attempts'])
    await sql`delete from ${sql.table(table)}`.execute(database.db.engine);
});

const inTenant = <T>(work: (tx: Db) => Promise<T>): Promise<T> =>
  database.db.withTenant(database.tenantId, work);

const errorOf = (details: Json = {}, code = 'integration_rejected') => ({
  code,
  message: 'Refused.',
  details,
});

const insert = async (over: Partial<NewTask> = {}): Promise<NewTask> => {
  const task = newTask(database.tenantId, over);
  await inTenant((tx) => insertTasks(tx, [task]));
  return task;
};

const claim = async ({ id, agent }: NewTask, leaseMs = 60_000) => {
  await sql`update agent_tasks set run_at = now() where id = ${id}`.execute(database.db.engine);
  const [answer] = await claimTasks(database.db.engine, { agent, workerId: newId(), leaseMs, ids: [id] });
  if (answer?.kind !== 'claimed') throw new Error(`not claimed but ${answer?.kind}`);
  return answer.task;
};

const finish = async (task: NewTask, outcome: Outcome): Promise<void> => {
  const { id, tenantId, attempt, workerId, agent, type } = await claim(task);
  await finishTasks(database.db.engine, [
    newFinish({ id, tenantId, attempt, workerId: workerId ?? '', agent, type, outcome }),
  ]);
};

const fail = (task: NewTask, details: Json = {}) =>
  finish(task, { status: 'failed', error: errorOf(details) });
const retried = (counted: boolean): Outcome => ({
  status: 'pending',
  error: errorOf(),
  delayMs: 60_000,
  counted,
});

const show = async (id: string) => {
  const task = await inTenant((tx) => getTask(tx, id));
  if (task === undefined) throw new Error('no such task');
  return task;
};
const attemptsOf = async (id: string) => {
  const task = await show(id);
  return inTenant((tx) => listAttempts(tx, task));
};

describe('the attempts of a task', () => {
  test('are kept with their errors until it has failed for good, oldest first', async () => {
    const task = await insert();
    await finish(task, retried(true));
    await fail(task, { status: 404 });
    const attempts = await attemptsOf(task.id);
    expect(attempts.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [1, 'retried'],
      [2, 'failed'],
    ]);
    expect(attempts[1]).toMatchObject({ error: errorOf({ status: 404 }) });
    expect(attempts[1]?.startedAt?.getTime()).toBeLessThanOrEqual(attempts[1]?.endedAt.getTime() ?? 0);
  });

  test('leave no trace where it completed or was only put off', async () => {
    const task = await insert();
    await finish(task, retried(false));
    await finish(task, { status: 'completed', result: {} });
    expect(await attemptsOf(task.id)).toEqual([]);
  });

  test('say that somebody wanted it cancelled, where that ended the retries', async () => {
    const task = await insert();
    const { attempt, workerId } = await claim(task);
    await inTenant((tx) => cancelTask(tx, task.id));
    await finishTasks(database.db.engine, [
      newFinish({ ...task, attempt, workerId: workerId ?? '', outcome: retried(true) }),
    ]);
    expect(await attemptsOf(task.id)).toMatchObject([{ outcome: 'cancelled' }]);
  });

  test('tell of a worker that died, and the last death gives the failure its kind', async () => {
    const task = await insert({ maxAttempts: 2 });
    for (let died = 1; died <= 2; died += 1) {
      await claim(task, -1);
      await releaseStalledTasks(database.db.engine, 10);
    }
    const attempts = await attemptsOf(task.id);
    expect(attempts.map(({ outcome, workerId }) => [outcome, workerId !== null])).toEqual([
      ['worker_died', true],
      ['worker_died', true],
    ]);
    expect(await inTenant((tx) => listFailures(tx, {}, 10))).toMatchObject([
      { fingerprint: attempts[0]?.fingerprint, count: 1, sampleId: task.id },
    ]);
  });

  test('that a fence refuses are not written', async () => {
    const task = await insert();
    const { attempt } = await claim(task);
    await finishTasks(database.db.engine, [
      newFinish({ ...task, attempt, workerId: newId(), outcome: { status: 'failed', error: errorOf() } }),
    ]);
    expect(await attemptsOf(task.id)).toEqual([]);
  });
});

describe('failed tasks', () => {
  test('are grouped by kind, the most frequent first, with a sample', async () => {
    const [a, b, c] = [await insert(), await insert(), await insert()];
    await fail(a, { status: 404, requestId: 'r1' });
    await fail(b, { status: 404, requestId: 'r2' });
    await fail(c, { status: 409 });
    const groups = await inTenant((tx) => listFailures(tx, {}, 10));
    expect(groups).toMatchObject([
      { agent: 'sales', type: 'contacts.sync', code: 'integration_rejected', count: 2, sampleId: b.id },
      { count: 1, sampleId: c.id },
    ]);
    const [first] = groups;
    expect(
      await inTenant((tx) => listFailures(tx, { fingerprint: first?.fingerprint ?? '' }, 10)),
    ).toHaveLength(1);
    expect(await inTenant((tx) => listFailures(tx, { agent: 'billing' }, 10))).toEqual([]);
    const until = new Date(Date.now() - 3_600_000).toISOString();
    expect(await inTenant((tx) => listFailures(tx, { until }, 10))).toEqual([]);
  });

  test('are retried together; one whose key another task has taken stays, and so does one that runs', async () => {
    const [free, held, running] = [await insert(), await insert({ key: 'k' }), await insert()];
    await fail(free);
    await fail(held);
    await claim(running);
    await insert({ key: 'k' });
    expect(await inTenant((tx) => listFailures(tx, {}, 10))).toMatchObject([{ count: 2, held: 1 }]);
    const moved = await inTenant((tx) => retryTasks(tx, [free.id, held.id, running.id, newId()]));
    expect(moved.map(({ id }) => id)).toEqual([free.id]);
    expect(await show(free.id)).toMatchObject({ status: 'pending', attempt: 1, uncountedAttempts: 1 });
    expect((await show(held.id)).status).toBe('failed');
  });

  test('with one key among them: one is retried, and has the key again', async () => {
    const one = await insert({ key: 'same' });
    await fail(one);
    const other = await insert({ key: 'same' });
    await fail(other);
    const moved = await inTenant((tx) => retryTasks(tx, [one.id, other.id]));
    expect(moved).toHaveLength(1);
    const [answer] = await inTenant((tx) => insertTasks(tx, [newTask(database.tenantId, { key: 'same' })]));
    expect(answer).toEqual({ id: moved[0]?.id, inserted: false });
  });
});
