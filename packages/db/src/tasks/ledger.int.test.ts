import '@sherpa/devstack/vitest';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { newId } from '@sherpa/core';
import type { StagedJobs } from '../outbox/stage-jobs.ts';
import type { Db } from '../schema/index.ts';
import { makeTestDatabase, newFinish, newTask, type TestDatabase } from '../testing/index.ts';
import { listEvents } from './browse-events.ts';
import { getTask } from './browse-tasks.ts';
import { claimTasks } from './claim-tasks.ts';
import { finishTasks } from './finish-tasks.ts';
import type { Finish, Outcome } from './finish.ts';
import { insertTasks, type NewTask } from './insert-tasks.ts';
import { handBackTasks, renewLeases } from './leases.ts';
import { cancelTask, retryTask } from './move-task.ts';
import { releaseStalledTasks } from './stalled-tasks.ts';
import { readState } from './state.ts';
import type { Task } from './task.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());

const completed: Outcome = { status: 'completed', result: { done: 1 } };
const failedFor = (status: 'failed' | 'pending'): Outcome => {
  const error = { code: 'internal', message: 'It broke.', details: {} };
  return status === 'failed' ? { status, error } : { status, error, delayMs: 60_000, counted: true };
};

const insert = async (over: Partial<NewTask> = {}): Promise<{ id: string; inserted: boolean }> => {
  const [answer] = await database.db.withTenant(database.tenantId, (tx) =>
    insertTasks(tx, [newTask(database.tenantId, over)]),
  );
  if (answer === undefined) throw new Error('insertTasks gave no answer');
  return answer;
};

const claim = (ids: readonly string[], leaseMs = 15_000) =>
  claimTasks(database.db.engine, { agent: 'sales', workerId: newId(), leaseMs, ids });

const claimOne = async (id: string, leaseMs?: number): Promise<Task> => {
  const [answer] = await claim([id], leaseMs);
  if (answer?.kind !== 'claimed') throw new Error(`not claimed but ${answer?.kind}`);
  return answer.task;
};

const finishOf = (task: Task, outcome: Outcome, over: Partial<Finish> = {}): Finish =>
  newFinish({
    id: task.id,
    tenantId: task.tenantId,
    attempt: task.attempt,
    workerId: task.workerId ?? '',
    outcome,
    ...over,
  });

const finishAll = (...finishes: Finish[]) => finishTasks(database.db.engine, finishes);
const finish = async (...finishes: Finish[]) => (await finishAll(...finishes)).answers;
/** The tasks that have to get a job after this. */
const tasksOf = (staged: readonly StagedJobs[]): string[] =>
  staged.flatMap(({ jobs }) => jobs.flatMap(({ taskIds }) => taskIds));
const show = async (id: string): Promise<Task> => {
  const task = await database.db.withTenant(database.tenantId, (tx) => getTask(tx, id));
  if (task === undefined) throw new Error('no such task');
  return task;
};

const inTenant = <T>(work: (tx: Db) => Promise<T>): Promise<T> =>
  database.db.withTenant(database.tenantId, work);

describe('enqueueing', () => {
  test('a key lets one live task in and answers with it for every other', async () => {
    const first = await insert({ key: 'only-one' });
    const second = await insert({ key: 'only-one' });
    expect(first.inserted).toBe(true);
    expect(second).toEqual({ id: first.id, inserted: false });
  });

  test('one bulk with the same key twice inserts one row', async () => {
    const tasks = [
      newTask(database.tenantId, { key: 'twice' }),
      newTask(database.tenantId, { key: 'twice' }),
    ];
    const answers = await database.db.withTenant(database.tenantId, (tx) => insertTasks(tx, tasks));
    expect(answers.filter((answer) => answer.inserted)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
  });

  test('a finished task frees its key', async () => {
    const first = await insert({ key: 'freed' });
    await finish(finishOf(await claimOne(first.id), completed));
    expect((await insert({ key: 'freed' })).inserted).toBe(true);
  });

  test('a key kept for a time outlives its task', async () => {
    const first = await insert({ key: 'kept', keepKey: { forMs: 60_000 } });
    await finish(finishOf(await claimOne(first.id), completed));
    expect(await insert({ key: 'kept', keepKey: { forMs: 60_000 } })).toEqual({
      id: first.id,
      inserted: false,
    });
  });

  test('an expired key changes hands', async () => {
    await insert({ key: 'expired', keepKey: { forMs: 0 } });
    expect((await insert({ key: 'expired' })).inserted).toBe(true);
  });

  test('the same id twice is one task', async () => {
    const id = newId();
    expect((await insert({ id })).inserted).toBe(true);
    expect(await insert({ id })).toEqual({ id, inserted: false });
  });
});

describe('claim and fence', () => {
  test('two claims at once: one gets the task, the other is told to come later', async () => {
    const { id } = await insert();
    const answers = (await Promise.all([claim([id]), claim([id])])).flat().map((answer) => answer.kind);
    expect(answers.toSorted()).toEqual(['claimed', 'later']);
  });

  test('a task of another agent, or an unknown one, is not claimed', async () => {
    const { id } = await insert({ agent: 'billing' });
    expect((await claim([id, newId()])).map((answer) => answer.kind)).toEqual(['unknown', 'unknown']);
  });

  test('a task that is not due yet says in how long', async () => {
    const { id } = await insert({ delayMs: 60_000 });
    const [answer] = await claim([id]);
    expect(answer).toMatchObject({ kind: 'later' });
    expect(answer?.kind === 'later' ? answer.afterMs : 0).toBeGreaterThan(50_000);
  });

  test('a worker whose lease ran out commits nothing', async () => {
    const { id } = await insert();
    const dead = await claimOne(id, 0);
    const alive = await claimOne(id);
    const event = { id: newId(), type: 'x', data: {} };
    expect(await finish(finishOf(dead, completed, { events: [event] }))).toEqual([{ id, kind: 'fenced' }]);
    expect(
      await database.db.withTenant(database.tenantId, (tx) => listEvents(tx, { taskId: id, limit: 10 })),
    ).toEqual([]);
    expect((await finish(finishOf(alive, completed)))[0]?.kind).toBe('committed');
  });

  test('a heartbeat prolongs the lease it holds and carries progress; a lost one is missing from the answer', async () => {
    const { id } = await insert();
    const dead = await claimOne(id, 0);
    const alive = await claimOne(id, 0);
    const renewed = await renewLeases(database.db.engine, 15_000, [
      { id, attempt: alive.attempt, progress: { done: 3 } },
      { id, attempt: dead.attempt, progress: null },
    ]);
    expect(renewed).toEqual([{ id, cancelRequested: false }]);
    expect((await show(id)).progress).toEqual({ done: 3 });
    expect((await claim([id]))[0]?.kind).toBe('later');
  });

  test('a handed-back attempt is not counted but stays fenced off', async () => {
    const { id } = await insert({ maxAttempts: 1 });
    const first = await claimOne(id);
    const given = [{ id, attempt: first.attempt, progress: null }];
    expect((await handBackTasks(database.db.engine, given)).ids).toEqual([id]);
    const second = await claimOne(id);
    expect((await finish(finishOf(first, completed)))[0]?.kind).toBe('fenced');
    expect((await finish(finishOf(second, completed)))[0]?.kind).toBe('committed');
  });
});

describe('finish', () => {
  test('result, state, events, messages and follow-up tasks are written together', async () => {
    const { id } = await insert();
    const task = await claimOne(id);
    const delivery = newTask(database.tenantId, {
      agent: 'billing',
      type: 'hello',
      origin: 'agent',
      messageId: newId(),
    });
    const followUp = newTask(database.tenantId, { origin: 'agent', causedBy: id });
    const { answers, staged } = await finishAll(
      finishOf(task, completed, {
        state: [{ key: 'cursor', value: 'a', version: 0 }],
        events: [{ id: newId(), type: 'contacts.synced', data: { n: 1 } }],
        messages: [{ id: delivery.messageId ?? '', delivery }],
        tasks: [followUp],
      }),
    );
    expect(answers).toEqual([{ id, kind: 'committed' }]);
    expect(tasksOf(staged)).toEqual([delivery.id, followUp.id]);
    expect(await show(id)).toMatchObject({ status: 'completed', result: { done: 1 } });
    expect((await show(delivery.id)).messageId).toBe(delivery.messageId);
    const address = { tenantId: database.tenantId, agent: 'sales', key: 'cursor' };
    expect(await readState(database.db.engine, address)).toEqual({ value: 'a', version: 1 });
  });

  test('a delivered message is processed when its task completes', async () => {
    const { id } = await insert();
    const delivery = newTask(database.tenantId, { type: 'hello', origin: 'agent', messageId: newId() });
    await finish(
      finishOf(await claimOne(id), completed, { messages: [{ id: delivery.messageId ?? '', delivery }] }),
    );
    await finish(finishOf(await claimOne(delivery.id), completed));
    const row = await database.db.engine
      .selectFrom('agent_messages')
      .select('status')
      .where('id', '=', delivery.messageId ?? '')
      .executeTakeFirstOrThrow();
    expect(row.status).toBe('processed');
  });

  test('a message whose key is held is not said again', async () => {
    const say = async () => {
      const { id } = await insert();
      const messageId = newId();
      const delivery = newTask(database.tenantId, {
        type: 'hello',
        messageId,
        key: 'said',
        keepKey: { forMs: 60_000 },
      });
      const { answers, staged } = await finishAll(
        finishOf(await claimOne(id), completed, { messages: [{ id: messageId, delivery }] }),
      );
      return answers[0]?.kind === 'committed' ? tasksOf(staged).length : -1;
    };
    expect([await say(), await say()]).toEqual([1, 0]);
  });

  test('two tasks that changed the same state: the second is told so and keeps nothing', async () => {
    const ids = [(await insert()).id, (await insert()).id];
    const change = { key: 'contested', value: 1, version: 0 };
    const [one, other] = await Promise.all(ids.map((id) => claimOne(id)));
    if (one === undefined || other === undefined) throw new Error('not claimed');
    const answers = await finish(
      finishOf(one, completed, { state: [change] }),
      finishOf(other, completed, { state: [change] }),
    );
    expect(answers.map((answer) => answer.kind)).toEqual(['committed', 'state_conflict']);
    expect((await show(other.id)).status).toBe('in_progress');
  });

  test('one that the database refuses does not take its neighbours with it', async () => {
    const [good, bad] = [await claimOne((await insert()).id), await claimOne((await insert()).id)];
    const answers = await finish(
      finishOf(good, completed),
      finishOf(bad, completed, { events: [{ id: 'not-a-uuid', type: 'x', data: {} }] }),
    );
    expect(answers.map((answer) => answer.kind)).toEqual(['committed', 'error']);
  });

  test('a failed attempt rests and comes back; the last one is kept with its error', async () => {
    const { id } = await insert();
    await finish(finishOf(await claimOne(id), failedFor('pending')));
    const resting = await show(id);
    expect(resting.status).toBe('pending');
    expect(resting.runAt.getTime() - resting.createdAt.getTime()).toBeGreaterThan(55_000);
    await sql`update agent_tasks set run_at = now() where id = ${id}`.execute(database.db.engine);
    await finish(finishOf(await claimOne(id), failedFor('failed')));
    expect(await show(id)).toMatchObject({ status: 'failed', error: { message: 'It broke.' } });
  });
});

describe('retry, cancel, stall', () => {
  test('a failed task can be retried with all its attempts; a completed one cannot', async () => {
    const { id } = await insert({ maxAttempts: 1 });
    await finish(finishOf(await claimOne(id), failedFor('failed')));
    expect((await inTenant((tx) => retryTask(tx, id))).kind).toBe('moved');
    await finish(finishOf(await claimOne(id), completed));
    expect((await inTenant((tx) => retryTask(tx, id))).kind).toBe('refused');
  });

  test('a task names the worker that ended it, and none while it waits for its next try', async () => {
    const { id } = await insert();
    const task = await claimOne(id);
    const { workerId } = task;
    expect(workerId).not.toBeNull();
    await finish(finishOf(task, failedFor('failed')));
    expect(await show(id)).toMatchObject({ status: 'failed', workerId });
    await inTenant((tx) => retryTask(tx, id));
    expect(await show(id)).toMatchObject({ status: 'pending', workerId: null });
    await finish(finishOf(await claimOne(id), failedFor('pending')));
    expect(await show(id)).toMatchObject({ status: 'pending', workerId: null });
  });

  test('a pending task is cancelled at once and never claimed', async () => {
    const { id } = await insert({ key: 'cancelled' });
    expect((await inTenant((tx) => cancelTask(tx, id))).kind).toBe('moved');
    expect((await claim([id]))[0]).toMatchObject({ id, kind: 'finished', status: 'cancelled' });
    expect((await insert({ key: 'cancelled' })).inserted).toBe(true);
  });

  test('a running task hears of its cancelling with the heartbeat', async () => {
    const { id } = await insert();
    const task = await claimOne(id);
    await inTenant((tx) => cancelTask(tx, id));
    expect(
      await renewLeases(database.db.engine, 15_000, [{ id, attempt: task.attempt, progress: null }]),
    ).toEqual([{ id, cancelRequested: true }]);
  });

  test('a dead worker’s task is pending again, and has failed once its attempts are used up', async () => {
    const { id } = await insert({ maxAttempts: 2 });
    await claimOne(id, 0);
    const first = await releaseStalledTasks(database.db.engine, 10);
    expect(first.tasks).toMatchObject([{ id, agent: 'sales', status: 'pending' }]);
    expect(first.staged.flatMap(({ jobs }) => jobs)).toMatchObject([
      { id, agent: 'sales', taskIds: [id], delayMs: 0 },
    ]);
    await claimOne(id, 0);
    const second = await releaseStalledTasks(database.db.engine, 10);
    expect(second.tasks).toMatchObject([{ id, agent: 'sales', status: 'failed' }]);
    expect(second.staged.flatMap(({ jobs }) => jobs)).toEqual([]);
  });
});
