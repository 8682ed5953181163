import { newId } from '@sherpa/core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { makeTestDatabase, newTask, type TestDatabase } from '../testing/index.ts';
import { getTask } from './browse-tasks.ts';
import { claimTasks } from './claim-tasks.ts';
import { completeTasks } from './complete-tasks.ts';
import { enqueueTasks } from './enqueue-tasks.ts';
import type { NewTask } from './new-task.ts';
import { readDueTasks } from './read-due-tasks.ts';

let ground: TestDatabase;

beforeAll(async () => {
  ground = await makeTestDatabase(inject('postgresUrl'));
});

afterAll(async () => {
  await ground.drop();
});

const enqueue = async (over: Partial<NewTask>) => {
  const { answers, staged } = await enqueueTasks(ground.db, [newTask(ground.tenantId, over)]);
  const [answer] = answers;
  if (answer === undefined) throw new Error('There was no answer.');
  return { ...answer, staged };
};

const show = async (id: string) => {
  const task = await getTask(ground.db.engine, id);
  if (task === undefined) throw new Error(`There is no task ${id}.`);
  return task;
};

const workerId = newId();

describe('a task whose key is held', () => {
  it('is dropped unless it says otherwise', async () => {
    const first = await enqueue({ key: 'a', payload: { n: 1 } });
    const second = await enqueue({ key: 'a', payload: { n: 2 } });
    expect(second).toMatchObject({ id: first.id, inserted: false });
    expect((await show(first.id)).payload).toEqual({ n: 1 });
  });

  it('gives the one that holds it its payload, priority and time, and that one a job for the new time', async () => {
    const first = await enqueue({ key: 'b', payload: { n: 1 }, delayMs: 60_000 });
    const second = await enqueue({ key: 'b', payload: { n: 2 }, priority: 7, onDuplicate: 'replace' });
    expect(second).toMatchObject({ id: first.id, inserted: false, replaced: true });
    expect(second.staged.jobs.map(({ taskIds }) => taskIds)).toEqual([[first.id]]);
    const task = await show(first.id);
    expect(task).toMatchObject({ payload: { n: 2 }, priority: 7, status: 'pending' });
    expect(task.attempt - task.uncountedAttempts).toBe(0);
    expect((await readDueTasks(ground.db.hot, 'sales', [first.id])).map(({ id }) => id)).toEqual([first.id]);
  });

  it('cannot be ended any more by a worker that has read the payload before', async () => {
    const first = await enqueue({ key: 'c', payload: { n: 1 } });
    const [read] = await readDueTasks(ground.db.hot, 'sales', [first.id]);
    await enqueue({ key: 'c', payload: { n: 2 }, onDuplicate: 'replace' });
    const kept = await completeTasks(ground.db.hot, workerId, [
      {
        id: first.id,
        type: 'contacts.sync',
        attempt: read?.attempt ?? 0,
        eventId: newId(),
        result: null,
        ranMs: 1,
      },
    ]);
    expect(kept).toEqual([false]);
    expect(await show(first.id)).toMatchObject({ status: 'pending', payload: { n: 2 } });
  });

  it('puts the one that holds it off, without another job each time', async () => {
    const first = await enqueue({ key: 'd', payload: { n: 1 }, delayMs: 1_000, onDuplicate: 'debounce' });
    const before = await show(first.id);
    const second = await enqueue({ key: 'd', payload: { n: 2 }, delayMs: 5_000, onDuplicate: 'debounce' });
    const after = await show(first.id);
    expect(second.staged.jobs).toEqual([]);
    expect(after.runAt.getTime()).toBeGreaterThan(before.runAt.getTime());
    expect(after.payload).toEqual({ n: 2 });
  });

  it('follows the one that holds it, if that one runs already', async () => {
    const first = await enqueue({ key: 'e', payload: { n: 1 } });
    await claimTasks(ground.db.engine, { agent: 'sales', workerId, leaseMs: 60_000, ids: [first.id] });
    const second = await enqueue({ key: 'e', payload: { n: 2 }, onDuplicate: 'replace' });
    expect(second).toMatchObject({ inserted: true });
    expect(second.id).not.toBe(first.id);
    expect((await show(first.id)).payload).toEqual({ n: 1 });
    expect(await enqueue({ key: 'e', payload: { n: 3 } })).toMatchObject({ id: second.id, inserted: false });
  });

  it('is dropped where the one that holds it is of another type, which it cannot replace', async () => {
    const first = await enqueue({ key: 'g', payload: { n: 1 } });
    const second = await enqueue({ key: 'g', type: 'contacts.count', onDuplicate: 'replace' });
    expect(second).toMatchObject({ id: first.id, inserted: false });
    expect((await show(first.id)).payload).toEqual({ n: 1 });
  });

  it('takes the newest of several in one batch', async () => {
    const tasks = [1, 2, 3].map((n) =>
      newTask(ground.tenantId, { key: 'f', payload: { n }, onDuplicate: 'replace' }),
    );
    const { answers } = await enqueueTasks(ground.db, tasks);
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect((await show(answers[0]?.id ?? '')).payload).toEqual({ n: 3 });
  });
});
