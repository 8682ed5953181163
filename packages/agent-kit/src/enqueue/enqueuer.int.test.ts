import '@sherpa/devstack/vitest';
import { defineContract, newId, QueueError, ValidationError } from '@sherpa/core';
import { getTask, makeDatabase, overdueJobs, type Database } from '@sherpa/db';
import { makeTestDatabase, sql, type TestDatabase } from '@sherpa/db/testing';
import { makeQueue, type Queue } from '@sherpa/queue';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { makeRecordedLog } from '../testing/index.ts';
import { makeEnqueuer } from './enqueuer.ts';

const contract = defineContract({
  agent: 'probe',
  description: 'For the tests of enqueueing.',
  tasks: {
    'thing.do': { description: 'Is never done here.', payload: z.object({ n: z.int() }), result: z.null() },
  },
  messages: {},
  events: {},
  state: {},
});

const request = (n: number, over = {}) => ({ agent: 'probe', type: 'thing.do', payload: { n }, ...over });

const backends = [
  { name: 'Postgres', url: undefined },
  ...(inject('redisUrl') === null ? [] : [{ name: 'Redis', url: inject('redisUrl') ?? undefined }]),
];

describe.for(backends)('enqueueing on $name', ({ url }) => {
  let database: TestDatabase;
  let queue: Queue;
  beforeAll(async () => {
    database = await makeTestDatabase(inject('postgresUrl'));
    const namespace = `t${newId().replaceAll('-', '').slice(-12)}`;
    queue = makeQueue({ url: url ?? database.url, namespace, onError: () => undefined });
    await queue.ready();
  });
  afterAll(async () => {
    await queue.close();
    await database.drop();
  });
  beforeEach(async () => {
    await queue.boardQueue('probe').obliterate({ force: true });
    await queue.boardQueue('probe').resume();
    for (const table of ['agent_outbox', 'agent_tasks', 'agent_task_keys']) {
      await sql`delete from ${sql.table(table)}`.execute(database.db.engine);
    }
  });

  const make = (over: { db?: Database; queue?: Queue } = {}) => {
    const log = makeRecordedLog();
    return { log, ...makeEnqueuer({ db: database.db, queue, contracts: [contract], log, ...over }) };
  };
  const owed = () => overdueJobs(database.db.engine, { olderThanMs: 0, limit: 1_000 });
  const rows = async (): Promise<number> => {
    const found = await sql<{ n: number }>`select count(*) as n from agent_tasks`.execute(database.db.engine);
    return found.rows[0]?.n ?? 0;
  };
  const show = (id: string | undefined) => getTask(database.db.engine, id ?? '');
  /** Counts the engine's commits of tasks. */
  const counting = () => {
    let commits = 0;
    const db: Database = {
      ...database.db,
      hot: {
        run: (statement, values) => {
          if (statement.name === 'enqueue-alike') commits += 1;
          return database.db.hot.run(statement, values);
        },
      },
    };
    return { db, commits: () => commits };
  };

  test('a task is a row with its job, and nothing is owed any more', async () => {
    const { enqueue, settled } = make();
    const [answer] = await enqueue(database.tenantId, [request(1)], 'api');
    expect(answer?.inserted).toBe(true);
    expect(await show(answer?.id)).toMatchObject({ payload: { n: 1 }, status: 'pending', origin: 'api' });
    expect((await queue.boardQueue('probe').getJob(answer?.id ?? ''))?.data).toEqual({ taskId: answer?.id });
    await settled();
    expect(await owed()).toEqual([]);
  });

  test('a hundred callers at once share commits, each with its own answer', async () => {
    const { db, commits } = counting();
    const { enqueue, settled } = make({ db });
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => enqueue(database.tenantId, [request(n)], 'api')),
    );
    const ids = answers.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(100);
    for (const [n, id] of ids.entries()) expect((await show(id))?.payload).toEqual({ n });
    expect(commits()).toBeLessThan(10);
    await settled();
    expect(await owed()).toEqual([]);
    expect((await queue.counts('probe')).waiting).toBeLessThan(100);
  });

  test('one that cannot be kept refuses none of those that came with it', async () => {
    const { enqueue, settled } = make();
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        enqueue(n === 7 ? 'no-tenant' : database.tenantId, [request(n)], 'api'),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(
      answers.map((_, n) => (n === 7 ? 'rejected' : 'fulfilled')),
    );
    expect(answers[7]).toMatchObject({ reason: { name: 'DatabaseError' } });
    expect(await rows()).toBe(19);
    await settled();
    expect(await owed()).toEqual([]);
  });

  test('callers with the same key at the same time are one task', async () => {
    const { enqueue } = make();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => enqueue(database.tenantId, [request(n, { key: 'one' })], 'api')),
    );
    const all = answers.flat();
    expect(all.filter(({ inserted }) => inserted)).toHaveLength(1);
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(await rows()).toBe(1);
  });

  test('one that does not fit its contract refuses its own call before anything is written', async () => {
    const { enqueue } = make();
    const bad = enqueue(database.tenantId, [request(1), request(0.5)], 'api');
    const good = enqueue(database.tenantId, [request(2)], 'api');
    await expect(bad).rejects.toBeInstanceOf(ValidationError);
    await expect(bad).rejects.toMatchObject({ details: { problems: [{ field: 'tasks.1.n' }] } });
    await good;
    expect(await rows()).toBe(1);
  });

  test('a database that is away refuses all callers, and each is asked once', async () => {
    const away = makeDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', poolMax: 5 });
    let asked = 0;
    const db: Database = {
      ...away,
      hot: {
        run: (statement, values) => {
          asked += 1;
          return away.hot.run(statement, values);
        },
      },
    };
    const { enqueue } = make({ db });
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => enqueue(database.tenantId, [request(n)], 'api')),
    );
    expect(answers).toEqual(
      answers.map(() => expect.objectContaining({ reason: expect.objectContaining({ status: 503 }) })),
    );
    expect(asked).toBeLessThan(4);
    await away.close();
  });

  test('what is enqueued in a transaction that is rolled back leaves neither row nor job', async () => {
    const { withTenant, enqueueIn } = make();
    const failing = withTenant(database.tenantId, async (_tx, enqueue) => {
      await enqueue([request(1)], 'api');
      throw new Error('The business write failed.');
    });
    await expect(failing).rejects.toThrow('The business write failed.');
    const byHand = database.db.withTenant(database.tenantId, async (tx) => {
      await enqueueIn(tx, database.tenantId, [request(1)], 'api');
      throw new Error('The business write failed.');
    });
    await expect(byHand).rejects.toThrow('The business write failed.');
    expect([await rows(), (await owed()).length, (await queue.counts('probe')).waiting]).toEqual([0, 0, 0]);
  });

  test('what is enqueued in a transaction is in the queue after its commit, not before', async () => {
    const { withTenant, settled } = make();
    const seen = await withTenant(database.tenantId, async (_tx, enqueue) => {
      const [answer] = await enqueue([request(1)], 'api');
      return { id: answer?.id ?? '', waiting: (await queue.counts('probe')).waiting };
    });
    expect(seen.waiting).toBe(0);
    expect((await queue.boardQueue('probe').getJob(seen.id))?.data).toEqual({ taskId: seen.id });
    await settled();
    expect(await owed()).toEqual([]);
  });

  test('what its transaction committed and nobody dispatched stays owed', async () => {
    const { enqueueIn } = make();
    const { answers, dispatch } = await database.db.withTenant(database.tenantId, (tx) =>
      enqueueIn(tx, database.tenantId, [request(1)], 'api'),
    );
    const [row] = await owed();
    expect(row?.jobs).toMatchObject([{ id: answers[0]?.id, agent: 'probe', type: 'thing.do' }]);
    expect((await queue.counts('probe')).waiting).toBe(0);
    await dispatch();
    expect((await queue.counts('probe')).waiting).toBe(1);
  });

  test('a transaction of one tenant enqueues nothing for another', async () => {
    const { enqueueIn } = make();
    const forged = database.db.withTenant(newId(), (tx) =>
      enqueueIn(tx, database.tenantId, [request(1)], 'api'),
    );
    await expect(forged).rejects.toMatchObject({ name: 'DatabaseError' });
    expect(await rows()).toBe(0);
  });

  test('a queue that is away refuses no task: it is owed its job', async () => {
    const refuse = () => Promise.reject(new QueueError('The queue is away.'));
    const { enqueue, settled, log } = make({ queue: { ...queue, add: refuse, ensure: refuse } });
    const [answer] = await enqueue(database.tenantId, [request(1)], 'api');
    await settled();
    expect(answer?.inserted).toBe(true);
    expect(await show(answer?.id)).toMatchObject({ status: 'pending' });
    expect((await owed()).flatMap(({ jobs }) => jobs.map(({ id }) => id))).toEqual([answer?.id]);
    expect(log.records).toMatchObject([{ level: 'warn', message: 'jobs not added; the conductor will' }]);
  });
});
