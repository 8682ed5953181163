import '@sherpa/devstack/vitest';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { newId } from '@sherpa/core';
import type { Db } from '../schema/index.ts';
import { lockWaits, makeTestDatabase, newFinish, newTask, type TestDatabase } from '../testing/index.ts';
import { claimTasks } from './claim-tasks.ts';
import { finishTasks } from './finish-tasks.ts';
import type { Finish, FinishAnswer } from './finish.ts';
import { insertTasks } from './insert-tasks.ts';
import type { NewTask } from './new-task.ts';
import { renewLeases } from './leases.ts';
import type { Task } from './task.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());

const running = async (...tasks: readonly Partial<NewTask>[]): Promise<Task[]> => {
  const { engine } = database.db;
  const inserted = await insertTasks(
    engine,
    tasks.map((over) => newTask(database.tenantId, over)),
  );
  const ids = inserted.map((one) => one.id);
  const claims = await claimTasks(engine, { agent: 'sales', workerId: newId(), leaseMs: 15_000, ids });
  return claims.map((claim) => {
    if (claim.kind !== 'claimed') throw new Error(`not claimed but ${claim.kind}`);
    return claim.task;
  });
};

const done = (task: Task, over: Partial<Finish> = {}): Finish =>
  newFinish({
    id: task.id,
    tenantId: task.tenantId,
    attempt: task.attempt,
    workerId: task.workerId ?? '',
    outcome: { status: 'completed', result: 1 },
    ...over,
  });

const finish = async (finishes: readonly Finish[]): Promise<readonly FinishAnswer[]> =>
  (await finishTasks(database.db.engine, finishes)).answers;

/** Holds the same locks as another process in the middle of its transaction, until it is let go. */
const holding = (work: (tx: Db) => Promise<unknown>) => {
  const [locked, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const ended = database.db.engine.transaction().execute(async (tx) => {
    await work(tx);
    locked.resolve();
    await held.promise;
  });
  return { locked: locked.promise, letGo: held.resolve, ended };
};

test('two tasks that take each other’s key at their end both get it recorded', async () => {
  const [one, other] = await running({ key: 'one' }, { key: 'other' });
  if (one === undefined || other === undefined) throw new Error('nothing runs');
  const follow = (key: string) => ({ tasks: [newTask(database.tenantId, { key })] });
  // Both have to wait for this row before they go on from the one key to the other.
  const gate = newId();
  await sql`insert into agent_events (id, tenant_id, agent, type, data)
    values (${gate}, ${database.tenantId}, 'x', 'x', '{}')`.execute(database.db.engine);
  const blocker = holding((tx) => sql`lock table agent_events in share mode`.execute(tx));
  await blocker.locked;
  const event = () => [{ id: newId(), type: 'x', data: {} }];
  const ends = Promise.all([
    finish([done(one, { events: event(), ...follow('other') })]),
    finish([done(other, { events: event(), ...follow('one') })]),
  ]);
  await lockWaits(database, 2);
  blocker.letGo();
  await blocker.ended;
  expect((await ends).flat().map((answer) => answer.kind)).toEqual(['committed', 'committed']);
});

test('heartbeats and ends of the same tasks, in any order, all come through', async () => {
  const tasks = await running(...Array.from({ length: 300 }, () => ({})));
  const beats = (list: readonly Task[]) =>
    renewLeases(
      database.db.engine,
      15_000,
      list.map(({ id, attempt }) => ({ id, attempt, progress: null })),
    );
  const rounds = Array.from({ length: 10 }, (_, round) =>
    beats(round % 2 === 0 ? tasks : tasks.toReversed()),
  );
  const ends = finish(tasks.toReversed().map((task) => done(task)));
  await Promise.all(rounds);
  expect(new Set((await ends).map((answer) => answer.kind))).toEqual(new Set(['committed']));
});

test('a bulk whose keys are held answers for all of them at once', async () => {
  const bulk = (n: number) =>
    Array.from({ length: n }, (_, i) => newTask(database.tenantId, { key: `k${i}` }));
  const first = await insertTasks(database.db.engine, bulk(10_000));
  const second = await insertTasks(database.db.engine, bulk(10_000));
  expect(second).toEqual(first.map(({ id }) => ({ id, inserted: false })));
});

test('what Postgres cannot keep is replaced wherever it turns up, and takes nobody’s lease', async () => {
  const bad = `NUL \0 and half a pair ${'😀'.slice(0, 1)}`;
  const kept = 'NUL \uFFFD and half a pair \uFFFD';
  const [one, other] = await running({ payload: { [bad]: bad }, key: bad }, {});
  if (one === undefined || other === undefined) throw new Error('nothing runs');
  const beats = [one, other].map(({ id, attempt }) => ({ id, attempt, progress: { at: bad } }));
  expect(await renewLeases(database.db.engine, 15_000, beats)).toHaveLength(2);
  expect(one.payload).toEqual({ [kept]: kept });
  const [again] = await insertTasks(database.db.engine, [newTask(database.tenantId, { key: bad })]);
  expect(again).toEqual({ id: one.id, inserted: false });
  const answers = await finish([
    done(one, {
      outcome: { status: 'completed', result: bad },
      state: [{ key: bad, value: bad, version: 0 }],
      events: [{ id: newId(), type: 'x', data: bad }],
    }),
    done(other),
  ]);
  expect(answers.map((answer) => answer.kind)).toEqual(['committed', 'committed']);
});

test('an id that is none is unknown, and its neighbours are claimed', async () => {
  const [task] = await insertTasks(database.db.engine, [newTask(database.tenantId)]);
  const ids = ['not-an-id', task?.id ?? '', "'); drop table agent_tasks"];
  const claims = await claimTasks(database.db.engine, { agent: 'sales', workerId: newId(), leaseMs: 1, ids });
  expect(claims.map((claim) => claim.kind)).toEqual(['unknown', 'claimed', 'unknown']);
});

test('a task asked for twice at once is claimed once', async () => {
  const [task] = await insertTasks(database.db.engine, [newTask(database.tenantId)]);
  const ids = [task?.id ?? '', task?.id ?? ''];
  const claims = await claimTasks(database.db.engine, {
    agent: 'sales',
    workerId: newId(),
    leaseMs: 9_000,
    ids,
  });
  expect(claims.map((claim) => claim.kind)).toEqual(['claimed', 'later']);
});

test('a late attempt that ends in one batch with the one that replaced it leaves nothing behind', async () => {
  const [late] = await running({});
  if (late === undefined) throw new Error('nothing runs');
  await sql`update agent_tasks set lease_expires_at = now() - interval '1 s' where id = ${late.id}`.execute(
    database.db.engine,
  );
  const asked = { agent: 'sales', workerId: newId(), leaseMs: 15_000, ids: [late.id] };
  const [claim] = await claimTasks(database.db.engine, asked);
  if (claim?.kind !== 'claimed') throw new Error('not claimed');
  const follow = () => ({ tasks: [newTask(database.tenantId)] });
  const answers = await finish([done(late, follow()), done(claim.task, follow())]);
  expect(answers.map((answer) => answer.kind)).toEqual(['fenced', 'committed']);
});
