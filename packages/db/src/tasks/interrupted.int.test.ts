import '@sherpa/devstack/vitest';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { newId } from '@sherpa/core';
import { lockWaits, makeTestDatabase, newFinish, newTask, type TestDatabase } from '../testing/index.ts';
import { listEvents } from './browse-events.ts';
import { getTask } from './browse-tasks.ts';
import { claimTasks } from './claim-tasks.ts';
import { finishTasks } from './finish-tasks.ts';
import type { Outcome } from './finish.ts';
import { insertTasks } from './insert-tasks.ts';
import type { NewTask } from './new-task.ts';
import { handBackTasks } from './leases.ts';
import { cancelTask, retryTask } from './move-task.ts';
import { releaseStalledTasks } from './stalled-tasks.ts';
import type { Task } from './task.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());

const insert = async (over: Partial<NewTask> = {}) => {
  const [answer] = await insertTasks(database.db.engine, [newTask(database.tenantId, over)]);
  return answer ?? { id: '', inserted: false };
};
const claim = async (id: string): Promise<Task> => {
  const asked = { agent: 'sales', workerId: newId(), leaseMs: 15_000, ids: [id] };
  const [answer] = await claimTasks(database.db.engine, asked);
  if (answer?.kind !== 'claimed') throw new Error(`not claimed but ${answer?.kind}`);
  return answer.task;
};
const running = async (over: Partial<NewTask> = {}): Promise<Task> => claim((await insert(over)).id);
const cancel = (id: string) => database.db.withTenant(database.tenantId, (tx) => cancelTask(tx, id));
const retry = (id: string) => database.db.withTenant(database.tenantId, (tx) => retryTask(tx, id));
const statusOf = async (id: string) => (await getTask(database.db.engine, id))?.status;

const finish = async ({ id, tenantId, attempt, workerId }: Task, outcome: Outcome) => {
  const end = newFinish({ id, tenantId, attempt, workerId: workerId ?? '', outcome });
  const { answers } = await finishTasks(database.db.engine, [end]);
  return answers[0]?.kind;
};
const error = { code: 'internal', message: 'It broke.', details: {} };

describe('a running task that is to be cancelled', () => {
  test('is cancelled when its worker hands it back', async () => {
    const task = await running({ key: 'handed-back' });
    await cancel(task.id);
    await handBackTasks(database.db.engine, [{ id: task.id, attempt: task.attempt, progress: null }]);
    expect(await statusOf(task.id)).toBe('cancelled');
    expect((await insert({ key: 'handed-back' })).inserted).toBe(true);
  });

  test('is cancelled when its attempt fails', async () => {
    const task = await running({ key: 'attempt-failed' });
    await cancel(task.id);
    expect(await finish(task, { status: 'pending', error, delayMs: 1_000, counted: true })).toBe('committed');
    expect(await statusOf(task.id)).toBe('cancelled');
    expect((await insert({ key: 'attempt-failed' })).inserted).toBe(true);
  });

  test('has completed if it was done before it heard of it', async () => {
    const task = await running();
    await cancel(task.id);
    await finish(task, { status: 'completed', result: 1 });
    expect(await statusOf(task.id)).toBe('completed');
  });

  test('is asked to stop even if it was claimed at this very moment', async () => {
    const { id } = await insert();
    const [held, locked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    // Both the claim and the wish to cancel wait for this row, in the order in which they came.
    const holder = database.db.engine.transaction().execute(async (tx) => {
      await sql`select from agent_tasks where id = ${id} for update`.execute(tx);
      locked.resolve();
      await held.promise;
    });
    await locked.promise;
    const claimed = claim(id);
    await lockWaits(database, 1);
    const asked = cancel(id);
    await lockWaits(database, 2);
    held.resolve();
    await Promise.all([holder, claimed]);
    expect(await asked).toMatchObject({ kind: 'moved', task: { status: 'in_progress' } });
    expect((await getTask(database.db.engine, id))?.cancelRequestedAt).not.toBeNull();
  });
});

describe('a task that is retried', () => {
  test('holds its key again', async () => {
    const task = await running({ key: 'again' });
    await finish(task, { status: 'failed', error });
    await retry(task.id);
    expect(await insert({ key: 'again' })).toEqual({ id: task.id, inserted: false });
    await finish(await claim(task.id), { status: 'completed', result: 1 });
    expect((await insert({ key: 'again' })).inserted).toBe(true);
  });

  test('has a job that whoever cancelled it cannot take out of the queue by its id', async () => {
    const { id } = await insert();
    await cancel(id);
    const moved = await retry(id);
    const jobs = moved.kind === 'moved' ? (moved.staged?.jobs ?? []) : [];
    expect(jobs.map(({ taskIds }) => taskIds)).toEqual([[id]]);
    expect(jobs.map((job) => job.id)).not.toContain(id);
  });

  test('stays as it is while another one holds its key', async () => {
    const task = await running({ key: 'taken' });
    await finish(task, { status: 'failed', error });
    const other = await insert({ key: 'taken' });
    expect(await retry(task.id)).toMatchObject({ kind: 'held', by: other.id });
    expect(await statusOf(task.id)).toBe('failed');
  });

  test('keeps the time for which it held its key', async () => {
    const task = await running({ key: 'timed', keepKey: { forMs: 60_000 } });
    await finish(task, { status: 'failed', error });
    expect((await retry(task.id)).kind).toBe('moved');
    await finish(await claim(task.id), { status: 'completed', result: 1 });
    expect(await insert({ key: 'timed' })).toEqual({ id: task.id, inserted: false });
  });
});

describe('an end that no attempt tells of', () => {
  const toldOf = async (taskId: string) => {
    const events = await database.db.withTenant(database.tenantId, (tx) =>
      listEvents(tx, { taskId, limit: 9 }),
    );
    return events.map(({ type, data }) => ({ type, data }));
  };
  const event = (type: string, attempt: number) => [{ type, data: { type: 'contacts.sync', attempt } }];

  test('is told once when a task is cancelled before it ran', async () => {
    const { id } = await insert();
    await cancel(id);
    expect(await toldOf(id)).toEqual(event('task.cancelled', 0));
  });

  test('is told once when a task that is to be cancelled is handed back or fails', async () => {
    const [back, failed] = [await running(), await running()];
    await cancel(back.id);
    await cancel(failed.id);
    await handBackTasks(database.db.engine, [{ id: back.id, attempt: 1, progress: null }]);
    await finish(failed, { status: 'pending', error, delayMs: 1_000, counted: true });
    expect(await toldOf(back.id)).toEqual(event('task.cancelled', 1));
    expect(await toldOf(failed.id)).toEqual(event('task.cancelled', 1));
  });

  test('is told once when the worker died during every attempt', async () => {
    const { id } = await running({ maxAttempts: 1 });
    await sql`update agent_tasks set lease_expires_at = now() - interval '1 s' where id = ${id}`.execute(
      database.db.engine,
    );
    await releaseStalledTasks(database.db.engine, 100);
    expect(await toldOf(id)).toEqual(event('task.failed', 1));
  });
});
