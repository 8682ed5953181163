import { newId } from '@sherpa/core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { enqueueTasks } from '../tasks/enqueue-tasks.ts';
import { makeTestDatabase, newTask, sql, type TestDatabase } from '../testing/index.ts';
import { lookAround } from './look-around.ts';

let ground: TestDatabase;

beforeAll(async () => {
  ground = await makeTestDatabase(inject('postgresUrl'));
});

afterAll(async () => {
  await ground.drop();
});

const nothing = {
  owedJobs: false,
  stalledTasks: false,
  dueWaits: false,
  dueTasks: false,
  dueSchedules: false,
  redrives: false,
};

test('a look around a ledger at rest finds nothing, and then each thing that there is to do', async () => {
  const { db, tenantId } = ground;
  const look = () => lookAround(db.hot);
  expect(await look()).toEqual(nothing);

  const task = newTask(tenantId, { delayMs: 60_000 });
  await enqueueTasks(db, [task]);
  expect(await look()).toEqual({ ...nothing, owedJobs: true });

  await sql`delete from agent_outbox`.execute(db.engine);
  await sql`update agent_tasks set created_at = now() - interval '2 min', run_at = now() - interval '1 s'`.execute(
    db.engine,
  );
  expect(await look()).toEqual({ ...nothing, dueTasks: true });

  await sql`update agent_tasks set status = 'in_progress', lease_expires_at = now() - interval '1 s'`.execute(
    db.engine,
  );
  expect(await look()).toEqual({ ...nothing, stalledTasks: true });

  await sql`update agent_tasks set status = 'waiting', lease_expires_at = null`.execute(db.engine);
  await sql`insert into agent_waits (task_id, tenant_id, name, kind, wake_at)
    values (${task.id}, ${tenantId}, 'nap', 'timer', now())`.execute(db.engine);
  expect(await look()).toEqual({ ...nothing, dueWaits: true });

  await sql`delete from agent_waits`.execute(db.engine);
  await sql`insert into agent_redrives (id, tenant_id, filter, per_second, matched)
    values (${newId()}, ${tenantId}, '{}', 1, 1)`.execute(db.engine);
  expect(await look()).toEqual({ ...nothing, redrives: true });
});
