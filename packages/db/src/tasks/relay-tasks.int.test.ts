import '@sherpa/devstack/vitest';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeTestDatabase, newTask, sql, type TestDatabase } from '../testing/index.ts';
import { insertTasks } from './insert-tasks.ts';
import { takeTasksToRelay } from './relay-tasks.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());

test.for([
  ['a second', 15],
  ['a minute', 60],
  ['a day', 120],
] as const)('a task that has waited for %s is looked at again in %d seconds', async ([age, seconds]) => {
  const { engine } = database.db;
  const task = newTask(database.tenantId);
  await insertTasks(engine, [task]);
  await sql`update agent_tasks set relay_at = now(), run_at = now() - ${`1 ${age.slice(2)}`}::interval
    where id = ${task.id}`.execute(engine);
  const rests = await engine.transaction().execute(async (tx) => {
    await takeTasksToRelay(tx, 10);
    return sql<{ seconds: number }>`select extract(epoch from relay_at - now())::int as seconds
      from agent_tasks where id = ${task.id}`.execute(tx);
  });
  expect(rests.rows[0]?.seconds).toBe(seconds);
});
