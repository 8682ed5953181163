import '@sherpa/devstack/vitest';
import { newId } from '@sherpa/core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { clearOutbox } from '../outbox/clear-outbox.ts';
import { overdueJobs } from '../outbox/stage-jobs.ts';
import { makeTestDatabase, newTask, sql, type TestDatabase } from '../testing/index.ts';
import { getTask } from './browse-tasks.ts';
import { enqueueTasks, enqueueTasksIn } from './enqueue-tasks.ts';
import type { NewTask } from './new-task.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());
beforeEach(async () => {
  await sql`delete from agent_outbox`.execute(database.db.engine);
});

const many = (count: number, over: Partial<NewTask> = {}): NewTask[] =>
  Array.from({ length: count }, (_, n) => newTask(database.tenantId, { payload: { n }, ...over }));
const owed = (olderThanMs = 0) => overdueJobs(database.db.engine, { olderThanMs, limit: 100 });

describe.for([
  { how: 'alike', over: {} },
  { how: 'that differ', over: { causedBy: newId() } },
])('tasks $how that are enqueued together', ({ over }) => {
  test('are rows with the jobs that the queue is owed', async () => {
    const tasks = many(100, { ...over, delayMs: 60_000, priority: 7, maxAttempts: 9, origin: 'agent' });
    const { answers, staged } = await enqueueTasks(database.db, tasks);
    expect(answers).toEqual(tasks.map(({ id }) => ({ id, inserted: true })));
    expect(staged.jobs).toHaveLength(10);
    const [row] = await owed();
    expect(row?.outboxId).toBe(staged.outboxId);
    expect(row?.jobs.flatMap(({ taskIds }) => taskIds)).toEqual(tasks.map(({ id }) => id));
    const task = await getTask(database.db.engine, tasks[42]?.id ?? '');
    expect(task).toMatchObject({
      payload: { n: 42 },
      status: 'pending',
      priority: 7,
      maxAttempts: 9,
      attempt: 0,
      origin: 'agent',
    });
    const delayMs = (task?.runAt.getTime() ?? 0) - (task?.createdAt.getTime() ?? 0);
    expect(delayMs).toBe(60_000);
  });

  test('are none of them rows where one cannot be', async () => {
    const tasks = many(3, over);
    const [bad] = many(1, { ...over, id: 'not-an-id' });
    if (bad === undefined) throw new Error('There is none.');
    await expect(enqueueTasks(database.db, [...tasks, bad])).rejects.toMatchObject({ name: 'DatabaseError' });
    for (const { id } of tasks) expect(await getTask(database.db.engine, id)).toBeUndefined();
    expect(await owed()).toEqual([]);
  });
});

test('a task whose key is held is answered for and gets no job', async () => {
  const [first] = many(1, { key: 'held' });
  const [second] = many(1, { key: 'held' });
  if (first === undefined || second === undefined) throw new Error('There are none.');
  await enqueueTasks(database.db, [first]);
  const { answers, staged } = await enqueueTasks(database.db, [second]);
  expect(answers).toEqual([{ id: first.id, inserted: false }]);
  expect(staged.jobs).toEqual([]);
});

test('what is enqueued in a transaction that is rolled back leaves neither row nor job', async () => {
  const tasks = many(3);
  const work = database.db.withTenant(database.tenantId, async (tx) => {
    await enqueueTasksIn(tx, tasks);
    throw new Error('The business write failed.');
  });
  await expect(work).rejects.toThrow('The business write failed.');
  for (const { id } of tasks) expect(await getTask(database.db.engine, id)).toBeUndefined();
  expect(await owed()).toEqual([]);
});

test('the outbox gives what is old enough, with what is left of its delay, until it is cleared', async () => {
  const { staged } = await enqueueTasks(database.db, many(1, { delayMs: 60_000 }));
  expect(await owed(30_000)).toEqual([]);
  await sql`with old as (delete from agent_outbox returning *)
    insert into agent_outbox select id, jobs, created_at - interval '40 s' from old`.execute(
    database.db.engine,
  );
  const [row] = await owed(30_000);
  expect(row?.jobs[0]?.delayMs).toBeLessThanOrEqual(20_000);
  expect(row?.jobs[0]?.delayMs).toBeGreaterThan(0);
  await clearOutbox(database.db.hot, [staged.outboxId, newId()]);
  expect(await owed()).toEqual([]);
});

test('nothing enqueued is nothing owed', async () => {
  expect((await enqueueTasks(database.db, [])).answers).toEqual([]);
  expect(await owed()).toEqual([]);
});
