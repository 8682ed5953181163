import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeTestDatabase, newTask, sql, type TestDatabase } from '../testing/index.ts';
import { lookForDueTasks, type DuePlace } from './due-tasks.ts';
import { enqueueTasks } from './enqueue-tasks.ts';

let ground: TestDatabase;

beforeAll(async () => {
  ground = await makeTestDatabase(inject('postgresUrl'));
});

afterAll(async () => {
  await ground.drop();
});

test('tasks that were put off together, more than one look holds, are each told of once', async () => {
  const { db, tenantId } = ground;
  const tasks = Array.from({ length: 5 }, () => newTask(tenantId, { delayMs: 60_000 }));
  await enqueueTasks(db, tasks);
  await sql`update agent_tasks set created_at = now() - interval '2 min',
    run_at = now() - interval '10.123456 s'`.execute(db.engine);
  const told: string[] = [];
  let after: DuePlace | undefined;
  let looks = 0;
  for (let isMore = true; isMore && looks < 10; looks += 1) {
    const look = await lookForDueTasks(db.engine, { after, graceMs: 1_000, limit: 2 });
    told.push(...look.jobs.flatMap(({ taskIds }) => taskIds));
    ({ until: after, isMore } = look);
  }
  expect(told.toSorted()).toEqual(tasks.map(({ id }) => id).toSorted());
  expect(looks).toBe(3);
  expect((await lookForDueTasks(db.engine, { after, graceMs: 1_000, limit: 2 })).jobs).toEqual([]);
});
