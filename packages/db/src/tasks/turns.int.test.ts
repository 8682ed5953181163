import { newId } from '@sherpa/core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { overdueJobs } from '../outbox/stage-jobs.ts';
import { makeTestDatabase, newFinish, newTask, sql, type TestDatabase } from '../testing/index.ts';
import { claimTasks } from './claim-tasks.ts';
import { enqueueTasks } from './enqueue-tasks.ts';
import { finishTasks } from './finish-tasks.ts';
import { handBackTasks } from './leases.ts';
import { cancelTask } from './move-task.ts';
import { releaseStalledTasks } from './stalled-tasks.ts';
import { readDueTasks } from './read-due-tasks.ts';
import { placeTasks } from './place-tasks.ts';
import { passStaleTurns } from './turns.ts';

let ground: TestDatabase;

beforeAll(async () => {
  ground = await makeTestDatabase(inject('postgresUrl'));
});

afterAll(async () => {
  await ground.drop();
});

const enqueue = async (key: string, count: number): Promise<string[]> => {
  const tasks = Array.from({ length: count }, () => newTask(ground.tenantId, { concurrencyKey: key }));
  const { answers } = await enqueueTasks(ground.db, tasks);
  return answers.map(({ id }) => id);
};

const workerId = newId();

const claim = (ids: readonly string[], leaseMs = 60_000) =>
  claimTasks(ground.db.engine, { agent: 'sales', workerId, leaseMs, ids });

const end = (id: string, attempt = 1) =>
  finishTasks(ground.db.engine, [
    newFinish({
      id,
      tenantId: ground.tenantId,
      attempt,
      workerId,
      outcome: { status: 'completed', result: null },
      hasTurn: true,
    }),
  ]);

const nextOf = (staged: readonly { readonly jobs: readonly { readonly taskIds: readonly string[] }[] }[]) =>
  staged.flatMap(({ jobs }) => jobs.flatMap(({ taskIds }) => taskIds));

describe('tasks under one concurrency key', () => {
  it('are claimed one at a time, the oldest first, and the end of one gives the next a job', async () => {
    const ids = await enqueue('ada', 3);
    const claims = await claim(ids);
    expect(claims.map(({ kind }) => kind)).toEqual(['claimed', 'queued', 'queued']);
    const { staged } = await end(ids[0] ?? '');
    expect(nextOf(staged)).toEqual([ids[1]]);
    expect((await claim(ids.slice(1))).map(({ kind }) => kind)).toEqual(['claimed', 'queued']);
  });

  it('do not wait behind one that is put off', async () => {
    const key = 'pia';
    const debounced = { concurrencyKey: key, key: 'one-pia', delayMs: 0, onDuplicate: 'debounce' } as const;
    const first = newTask(ground.tenantId, debounced);
    const second = newTask(ground.tenantId, { concurrencyKey: key });
    await enqueueTasks(ground.db, [first]);
    await enqueueTasks(ground.db, [second]);
    const again = newTask(ground.tenantId, { ...debounced, delayMs: 60_000 });
    const { answers, staged } = await enqueueTasks(ground.db, [again]);
    expect(answers).toMatchObject([{ id: first.id, replaced: true }]);
    expect(nextOf([staged])).toEqual([second.id]);
  });

  it('are told of when an operator puts the first of them off, and only then', async () => {
    const [first = '', second = ''] = await enqueue('quy', 2);
    const { engine } = ground.db;
    expect(nextOf([await placeTasks(engine, [first], { priority: 3 })])).toEqual([]);
    const later = new Date(Date.now() + 60_000);
    expect(nextOf([await placeTasks(engine, [first], { runAt: later })])).toEqual([second]);
    expect(nextOf([await placeTasks(engine, [first, second], { runAt: later })])).toEqual([]);
  });

  it('are not begun by reading, since that could not keep the others out', async () => {
    const ids = await enqueue('bo', 1);
    expect(await readDueTasks(ground.db.hot, 'sales', ids)).toEqual([]);
  });

  it('run beside those of another key', async () => {
    const [one] = await enqueue('cy', 1);
    const [other] = await enqueue('di', 1);
    const claims = await claim([one ?? '', other ?? '']);
    expect(claims.map(({ kind }) => kind)).toEqual(['claimed', 'claimed']);
  });

  it('go to one of many workers that claim at the same moment', async () => {
    const ids = await enqueue('ed', 20);
    const claims = await Promise.all(ids.map((id) => claim([id])));
    expect(claims.flat().filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
  });

  it('pass the turn on when the one that has it is handed back', async () => {
    const ids = await enqueue('flo', 2);
    await claim(ids);
    const { staged } = await handBackTasks(ground.db.engine, [
      { id: ids[0] ?? '', attempt: 1, progress: null },
    ]);
    // Its own job comes back by itself; the older one is before the other.
    expect(nextOf([staged])).toEqual([ids[0]]);
  });

  it('pass the turn on when the worker that has it died', async () => {
    const ids = await enqueue('gus', 2);
    await claim(ids, -1);
    const { staged } = await releaseStalledTasks(ground.db.engine, 100);
    expect(new Set(nextOf(staged))).toContain(ids[0]);
    expect((await claim(ids)).map(({ kind }) => kind)).toEqual(['claimed', 'queued']);
  });

  it('come back as long as the one before them has not begun', async () => {
    const ids = await enqueue('ida', 2);
    expect((await claim(ids.slice(1))).map(({ kind }) => kind)).toEqual(['later']);
  });

  it('give the one before them a job when it has been due for long and does not begin', async () => {
    const [lost, behind] = await enqueue('lost', 2);
    const { engine } = ground.db;
    await sql`delete from agent_outbox`.execute(engine);
    await claim([behind!]);
    expect(nextOf(await overdueJobs(engine, { olderThanMs: 0, limit: 10 }))).toEqual([]);
    await sql`update agent_tasks set run_at = now() - interval '1 min' where id = ${lost}`.execute(engine);
    expect((await claim([behind!])).map(({ kind }) => kind)).toEqual(['later']);
    expect(nextOf(await overdueJobs(engine, { olderThanMs: 0, limit: 10 }))).toEqual([lost]);
  });

  it('have a job when the one before them is cancelled before it began', async () => {
    const ids = await enqueue('jo', 3);
    await claim(ids);
    expect(nextOf((await end(ids[0] ?? '')).staged)).toEqual([ids[1]]);
    const moved = await ground.db.withTenant(ground.tenantId, (tx) => cancelTask(tx, ids[1] ?? ''));
    expect(nextOf(moved.kind === 'moved' && moved.staged !== undefined ? [moved.staged] : [])).toEqual([
      ids[2],
    ]);
  });

  it('do not wait for ever for a turn that was left behind', async () => {
    const ids = await enqueue('hal', 2);
    await claim(ids);
    await finishTasks(ground.db.engine, [
      newFinish({
        id: ids[0] ?? '',
        tenantId: ground.tenantId,
        attempt: 1,
        workerId,
        outcome: { status: 'completed', result: null },
      }),
    ]);
    expect(nextOf([await passStaleTurns(ground.db.engine)])).toContain(ids[1]);
  });
});
