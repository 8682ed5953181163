import '@sherpa/devstack/vitest';
import { newId } from '@sherpa/core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { overdueJobs } from '../outbox/stage-jobs.ts';
import { makeTestDatabase, newFinish, newTask, sql, type TestDatabase } from '../testing/index.ts';
import { listEvents } from './browse-events.ts';
import { getTask } from './browse-tasks.ts';
import { claimTasks } from './claim-tasks.ts';
import { completeTasks } from './complete-tasks.ts';
import { finishTasks } from './finish-tasks.ts';
import type { Finish, Outcome } from './finish.ts';
import { holdTasks } from './hold-tasks.ts';
import { insertTasks } from './insert-tasks.ts';
import type { NewTask } from './new-task.ts';
import { releaseStalledTasks } from './stalled-tasks.ts';
import { cancelTask, retryTask } from './move-task.ts';
import { readDueTasks } from './read-due-tasks.ts';
import type { Task } from './task.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());

const [one, other] = [newId(), newId()];

const insert = async (over: Partial<NewTask> = {}): Promise<string> => {
  const [answer] = await insertTasks(database.db.engine, [newTask(database.tenantId, over)]);
  return answer?.id ?? '';
};
const read = (...ids: string[]): Promise<Task[]> => readDueTasks(database.db.hot, 'sales', ids);
/** A task that a worker has begun with by reading it. */
const begin = async (over: Partial<NewTask> = {}): Promise<Task> => {
  const [task] = await read(await insert(over));
  if (task === undefined) throw new Error('It was not read.');
  return task;
};
const show = async (id: string): Promise<Task> => {
  const task = await getTask(database.db.engine, id);
  if (task === undefined) throw new Error('There is no such task.');
  return task;
};
const eventsOf = async (id: string): Promise<string[]> =>
  (await listEvents(database.db.engine, { taskId: id, limit: 10 })).map(({ type }) => type);

const complete = (workerId: string, ...tasks: Pick<Task, 'id' | 'attempt'>[]): Promise<boolean[]> =>
  completeTasks(
    database.db.hot,
    workerId,
    tasks.map(({ id, attempt }) => ({
      id,
      type: 'contacts.sync',
      attempt,
      eventId: newId(),
      result: { by: workerId },
      ranMs: 20,
    })),
  );
const hold = async (workerId: string, { id, attempt }: Pick<Task, 'id' | 'attempt'>): Promise<boolean> => {
  const requests = [{ id, attempt, ranMs: 60 }];
  return (await holdTasks(database.db.hot, { workerId, leaseMs: 15_000 }, requests)).has(id);
};
const endOf = (workerId: string, task: Task, outcome: Outcome, over: Partial<Finish> = {}): Finish =>
  newFinish({ id: task.id, tenantId: task.tenantId, attempt: task.attempt, workerId, outcome, ...over });
const finish = async (end: Finish) => (await finishTasks(database.db.engine, [end])).answers[0]?.kind;

const error = { code: 'internal', message: 'It broke.', details: {} };
const tryAgain: Outcome = { status: 'pending', error, delayMs: 60_000, counted: true };
const completed: Outcome = { status: 'completed', result: 1 };
const cancel = (id: string) => database.db.withTenant(database.tenantId, (tx) => cancelTask(tx, id));

describe('a task that is done before anybody wrote down that it runs', () => {
  test('leaves its result, its times in order, and one event', async () => {
    const task = await begin();
    expect(await complete(one, task)).toEqual([true]);
    const row = await show(task.id);
    expect(row).toMatchObject({
      status: 'completed',
      attempt: 1,
      result: { by: one },
      workerId: one,
      error: null,
    });
    const [startedAt, finishedAt] = [row.startedAt?.getTime() ?? 0, row.finishedAt?.getTime() ?? 0];
    expect(finishedAt - startedAt).toBe(20);
    expect(await eventsOf(task.id)).toEqual(['task.completed']);
  });

  test('is the one of the worker that ends it first; the other’s result is refused', async () => {
    const task = await begin();
    const answers = await Promise.all([complete(one, task), complete(other, task)]);
    expect(answers.flat().toSorted((a, b) => Number(a) - Number(b))).toEqual([false, true]);
    expect(await eventsOf(task.id)).toHaveLength(1);
    expect(await complete(one, task)).toEqual([false]);
    expect(await finish(endOf(other, task, tryAgain))).toBe('fenced');
    expect((await show(task.id)).status).toBe('completed');
  });

  test('is refused alone: its neighbours’ results are kept', async () => {
    const tasks = [await begin(), await begin(), await begin()];
    await complete(other, ...tasks.slice(1, 2));
    expect(await complete(one, ...tasks)).toEqual([true, false, true]);
  });

  test('and one that took its place are told apart, also in one batch', async () => {
    const late = await begin();
    await finish(endOf(other, late, { ...tryAgain, delayMs: 0 }));
    const [next] = await read(late.id);
    if (next === undefined) throw new Error('It was not read again.');
    expect(next.attempt).toBe(2);
    expect(await complete(one, late, next)).toEqual([false, true]);
    expect(await eventsOf(late.id)).toHaveLength(1);
  });

  test('is refused if it was cancelled meanwhile', async () => {
    const task = await begin({ key: 'cancelled-unwritten' });
    expect(await cancel(task.id)).toMatchObject({ kind: 'moved', task: { status: 'cancelled' } });
    expect(await complete(one, task)).toEqual([false]);
    expect(await finish(endOf(one, task, completed, { state: [{ key: 'x', value: 1, version: 0 }] }))).toBe(
      'fenced',
    );
    expect(await show(task.id)).toMatchObject({ status: 'cancelled', result: null });
    expect(await eventsOf(task.id)).toEqual(['task.cancelled']);
    const { rows } = await sql`select from agent_state where key = 'x'`.execute(database.db.engine);
    expect(rows).toEqual([]);
  });

  test('fails, and is tried again, as one that was written down', async () => {
    const task = await begin();
    expect(await finish(endOf(one, task, tryAgain))).toBe('committed');
    const row = await show(task.id);
    expect(row).toMatchObject({ status: 'pending', attempt: 1, workerId: null, error });
    expect(row.startedAt).not.toBeNull();
    expect(await read(task.id)).toEqual([]);
  });
});

describe('a task that is written down while it runs', () => {
  test('is in progress under a lease, and its end is that worker’s only', async () => {
    const task = await begin();
    expect(await hold(one, task)).toBe(true);
    const row = await show(task.id);
    expect(row).toMatchObject({ status: 'in_progress', attempt: 1, workerId: one });
    expect(await read(task.id)).toEqual([]);
    // The same number, since the other worker read it at the same moment.
    expect(await hold(other, task)).toBe(false);
    expect(await complete(other, task)).toEqual([false]);
    expect(await finish(endOf(other, task, tryAgain))).toBe('fenced');
    expect(await complete(one, task)).toEqual([true]);
    const ended = await show(task.id);
    expect(ended).toMatchObject({ status: 'completed', workerId: one });
    expect(ended.startedAt).toEqual(row.startedAt);
  });

  test('stays so when it is written down again, after an answer that got lost', async () => {
    const task = await begin();
    expect([await hold(one, task), await hold(one, task)]).toEqual([true, true]);
    expect(await finish(endOf(one, task, completed))).toBe('committed');
    expect(await hold(one, task)).toBe(false);
  });

  test('must stop if it was cancelled before', async () => {
    const task = await begin();
    await cancel(task.id);
    expect(await hold(one, task)).toBe(false);
    expect((await show(task.id)).status).toBe('cancelled');
  });

  test('must stop if it has been retried since it was cancelled and begun by another', async () => {
    const task = await begin();
    await cancel(task.id);
    await database.db.withTenant(database.tenantId, (tx) => retryTask(tx, task.id));
    expect(await hold(other, task)).toBe(true);
    expect([await hold(one, task), ...(await complete(one, task))]).toEqual([false, false]);
  });

  test('is another’s once its lease has run out', async () => {
    const task = await begin();
    await hold(one, task);
    await sql`update agent_tasks set lease_expires_at = now() - interval '1 s' where id = ${task.id}`.execute(
      database.db.engine,
    );
    const { tasks, staged } = await releaseStalledTasks(database.db.engine, 10);
    expect(tasks.map(({ id }) => id)).toEqual([task.id]);
    expect(staged.flatMap(({ jobs }) => jobs).flatMap(({ taskIds }) => taskIds)).toEqual([task.id]);
    expect(await complete(one, task)).toEqual([false]);
    const [next] = await read(task.id);
    expect(next?.attempt).toBe(2);
  });
});

describe('reading', () => {
  test('gives what is due, pending and the agent’s, each once', async () => {
    const due = await insert();
    const [later, foreign, claimed, cancelled] = [
      await insert({ delayMs: 60_000 }),
      await insert({ agent: 'billing' }),
      await insert(),
      await insert(),
    ];
    await claimTasks(database.db.engine, { agent: 'sales', workerId: one, leaseMs: 15_000, ids: [claimed] });
    await cancel(cancelled);
    const ids = [due, due, later, foreign, claimed, cancelled, newId(), 'not-an-id'];
    expect((await read(...ids)).map(({ id }) => id)).toEqual([due]);
    expect((await show(due)).attempt).toBe(0);
  });

  test('gives the task as the ledger shows it', async () => {
    const id = await insert({ payload: { n: [1, 'ü'] }, key: 'read', causedBy: newId() });
    const [task] = await read(id);
    expect(task).toEqual({ ...(await show(id)), attempt: 1 });
  });

  test('leaves tasks out that may only run one at a time', async () => {
    expect(await read(await insert({ concurrencyKey: 'ada' }))).toEqual([]);
  });
});

describe('what goes on after a pack', () => {
  const staged = async (finishes: readonly Finish[]) =>
    (await finishTasks(database.db.engine, finishes)).staged.flatMap(({ jobs }) => jobs);

  test('gets jobs of its own, however many end together', async () => {
    const tasks: Task[] = [];
    for (let count = 0; count < 40; count += 1) tasks.push(await begin());
    const outcomes: Outcome[] = [tryAgain, { status: 'failed', error }];
    const jobs = await staged(
      tasks.map((task, index) => endOf(one, task, outcomes[index % 2] ?? tryAgain, { hasOwnJob: false })),
    );
    expect(jobs.map(({ id }) => id).toSorted()).toEqual(tasks.map(({ id }) => id).toSorted());
    expect(
      jobs.every(({ id, taskIds, delayMs }) => taskIds[0] === id && taskIds.length === 1 && delayMs === 0),
    ).toBe(true);
    const owed = await overdueJobs(database.db.engine, { olderThanMs: 0, limit: 1_000 });
    expect(owed.flatMap((row) => row.jobs.map(({ id }) => id))).toEqual(
      expect.arrayContaining(jobs.map(({ id }) => id)),
    );
  });

  test('gets none where it has one, or has ended well, or was refused', async () => {
    const [own, well, refused] = [await begin(), await begin(), await begin()];
    await complete(other, refused);
    expect(
      await staged([
        endOf(one, own, tryAgain),
        endOf(one, well, completed, { hasOwnJob: false }),
        endOf(one, refused, tryAgain, { hasOwnJob: false }),
      ]),
    ).toEqual([]);
  });
});
