import '@sherpa/devstack/vitest';
import { makeDispatcher } from '@sherpa/agent-kit';
import { makeRecordedLog } from '@sherpa/agent-kit/testing';
import { newId } from '@sherpa/core';
import { enqueueTasks } from '@sherpa/db';
import { makeTestDatabase, newTask, sql } from '@sherpa/db/testing';
import { makeQueue } from '@sherpa/queue';
import { expect, inject, onTestFinished, test } from 'vitest';
import { makePromoteDue } from './promote-due.ts';

const start = async () => {
  const database = await makeTestDatabase(inject('postgresUrl'));
  const namespace = `t${newId().replaceAll('-', '').slice(-12)}`;
  const queue = makeQueue({ url: database.url, namespace, onError: () => undefined });
  await queue.ready();
  onTestFinished(async () => {
    await queue.close();
    await database.drop();
  });
  const dispatcher = makeDispatcher({ db: database.db, queue, log: makeRecordedLog() });
  return { ...database, queue, duty: makePromoteDue({ db: database.db, dispatcher, everyMs: 50 }) };
};

test('a task that is due by the database’s clock gets a job, once, though the queue waits by another clock', async () => {
  const { db, tenantId, queue, duty } = await start();
  const tasks = [
    newTask(tenantId, { delayMs: 60_000 }),
    newTask(tenantId, { delayMs: 600_000 }),
    newTask(tenantId),
  ];
  await enqueueTasks(db, tasks);
  const due = tasks[0]?.id ?? '';
  await sql`update agent_tasks set created_at = created_at - interval '2 min', run_at = now() - interval '10 s'
    where id = ${due}`.execute(db.engine);
  await duty.perform();
  await duty.perform();
  const jobs = await queue.boardQueue('sales').getJobs(['prioritized', 'waiting']);
  expect(jobs.map((job) => job.data)).toEqual([{ taskIds: [due] }]);
});
