import '@sherpa/devstack/vitest';
import { makeDispatcher } from '@sherpa/agent-kit';
import { makeRecordedLog } from '@sherpa/agent-kit/testing';
import { newId } from '@sherpa/core';
import { claimTasks, finishTasks, getRedrive, insertTasks, startRedrive, type Outcome } from '@sherpa/db';
import { makeTestDatabase, newFinish, newTask, sql, type TestDatabase } from '@sherpa/db/testing';
import { makeQueue, type Queue } from '@sherpa/queue';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { makeRedrive } from './redrive.ts';

const backends = [
  { name: 'Postgres', url: undefined },
  ...(inject('redisUrl') === null ? [] : [{ name: 'Redis', url: inject('redisUrl') ?? undefined }]),
];

const failure: Outcome = { status: 'failed', error: { code: 'internal', message: 'It broke.', details: {} } };

describe.for(backends)('the conductor redrives on $name', ({ url }) => {
  let database: TestDatabase;
  let queue: Queue;
  const log = makeRecordedLog();
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

  const finishAll = async (ids: readonly string[], outcome: Outcome): Promise<void> => {
    const workerId = newId();
    const { engine } = database.db;
    const claims = await claimTasks(engine, { agent: 'sales', workerId, leaseMs: 60_000, ids });
    await finishTasks(
      engine,
      claims.flatMap((claim) =>
        claim.kind === 'claimed' ? [newFinish({ ...claim.task, workerId, outcome })] : [],
      ),
    );
  };

  const failedJobs = async (ids: readonly string[]): Promise<void> => {
    await queue.add(
      'sales',
      ids.map((id) => ({ id, taskIds: [id], type: 'contacts.sync', priority: 100, delayMs: 0 })),
    );
    const { promise: all, resolve } = Promise.withResolvers<undefined>();
    let left = ids.length;
    const consumer = queue.consume({
      agent: 'sales',
      concurrency: 1,
      lockMs: 5_000,
      onError: () => undefined,
      handle: async () => {
        left -= 1;
        if (left === 0) resolve(undefined);
        return { kind: 'failed', reason: 'It broke.' };
      },
    });
    await all;
    await consumer.close({ deadlineMs: 5_000 });
  };

  test('the jobs of redriven tasks wait in the queue, none is left among the failed ones', async () => {
    const { db, tenantId } = database;
    const tasks = Array.from({ length: 3 }, () => newTask(tenantId));
    const ids = tasks.map(({ id }) => id);
    await insertTasks(db.engine, tasks);
    await finishAll(ids, failure);
    await failedJobs(ids);
    expect(await queue.counts('sales')).toMatchObject({ failed: 3, waiting: 0 });

    const { id } = await db.withTenant(tenantId, (tx) =>
      startRedrive(tx, { tenantId, filter: { agent: 'sales' }, perSecond: 100, stopAt: null }),
    );
    await sql`update agent_redrives set next_at = now() - interval '2 s'`.execute(db.engine);
    const dispatcher = makeDispatcher({ db, queue, log });
    const duty = makeRedrive({ db, queue, dispatcher, log, everyMs: 1_000 });
    await duty.perform();
    await dispatcher.settled();
    expect(await queue.counts('sales')).toMatchObject({ failed: 0, waiting: 3 });

    await finishAll(ids, { status: 'completed', result: {} });
    await duty.perform();
    const redrive = await db.withTenant(tenantId, (tx) => getRedrive(tx, id));
    expect(redrive).toMatchObject({ status: 'done', redriven: 3, completed: 3 });
    const { rows } = await sql`select from agent_outbox`.execute(db.engine);
    expect(rows).toHaveLength(0);
  });
});
