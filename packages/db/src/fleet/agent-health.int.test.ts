import '@sherpa/devstack/vitest';
import { newId } from '@sherpa/core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { claimTasks } from '../tasks/claim-tasks.ts';
import { finishTasks } from '../tasks/finish-tasks.ts';
import { insertTasks } from '../tasks/insert-tasks.ts';
import { makeTestDatabase, newFinish, newTask, type TestDatabase } from '../testing/index.ts';
import { agentHealth } from './agent-health.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());

test('an agent with a long backlog is still judged by what it has done', async () => {
  const { db, tenantId } = database;
  const task = newTask(tenantId);
  await insertTasks(db.engine, [task]);
  const workerId = newId();
  await claimTasks(db.engine, { agent: 'sales', workerId, leaseMs: 15_000, ids: [task.id] });
  const outcome = { status: 'completed', result: 1 } as const;
  await finishTasks(db.engine, [newFinish({ id: task.id, tenantId, attempt: 1, workerId, outcome })]);
  await insertTasks(
    db.engine,
    Array.from({ length: 1_100 }, () => newTask(tenantId)),
  );
  const [health] = await db.withTenant(tenantId, (tx) => agentHealth(tx, ['sales']));
  expect(health).toMatchObject({ completed: 1, successRate: 1, pending: 1_100 });
  expect(health?.lastActiveAt).toBeInstanceOf(Date);
});
