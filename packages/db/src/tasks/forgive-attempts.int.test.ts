import '@sherpa/devstack/vitest';
import { newId } from '@sherpa/core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { makeTestDatabase, newTask, sql, type TestDatabase } from '../testing/index.ts';
import { getTask } from './browse-tasks.ts';
import { claimTasks } from './claim-tasks.ts';
import { forgiveAttempts } from './forgive-attempts.ts';
import { insertTasks } from './insert-tasks.ts';
import { releaseStalledTasks } from './stalled-tasks.ts';
import type { Task } from './task.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());

const MOST = 3;

const add = async (): Promise<string> => {
  const task = newTask(database.tenantId, { maxAttempts: MOST });
  await insertTasks(database.db.engine, [task]);
  return task.id;
};

const claim = async (id: string): Promise<Task> => {
  const request = { agent: 'sales', workerId: newId(), leaseMs: 60_000, ids: [id] };
  const [claimed] = await claimTasks(database.db.engine, request);
  if (claimed?.kind !== 'claimed') throw new Error('The test could not claim its task.');
  return claimed.task;
};

/** Its worker is not heard of any more; answers with what becomes of the task. */
const die = async ({ id }: Task): Promise<string | undefined> => {
  const { engine } = database.db;
  await sql`update agent_tasks set lease_expires_at = now() - interval '1 s' where id = ${id}`.execute(
    engine,
  );
  const { tasks } = await releaseStalledTasks(engine, 10);
  return tasks.find((task) => task.id === id)?.status;
};

const getOn = ({ id, attempt, workerId }: Task): Promise<boolean> =>
  database.db.withTenant(database.tenantId, (tx) => forgiveAttempts(tx, { taskId: id, attempt, workerId }));

const show = async (id: string): Promise<Task | undefined> =>
  database.db.withTenant(database.tenantId, (tx) => getTask(tx, id));

describe('a task whose workers die', () => {
  test('is given up after its attempts where it gets no further', async () => {
    const id = await add();
    for (let deaths = 1; deaths < MOST; deaths += 1) expect(await die(await claim(id))).toBe('pending');
    expect(await die(await claim(id))).toBe('failed');
  });

  test('outlives any number of them as long as each attempt gets further, and not one that does not', async () => {
    const id = await add();
    for (let deaths = 0; deaths < 4 * MOST; deaths += 1) {
      const task = await claim(id);
      await getOn(task);
      expect(await die(task)).toBe('pending');
    }
    // The last that got further is held against it as well.
    for (let deaths = 2; deaths < MOST; deaths += 1) expect(await die(await claim(id))).toBe('pending');
    expect(await die(await claim(id))).toBe('failed');
  });

  test('owes nothing to a worker that was presumed dead and comes back', async () => {
    const id = await add();
    const first = await claim(id);
    await die(first);
    await claim(id);
    await getOn(first);
    expect(await show(id)).toMatchObject({ attempt: 2, uncountedAttempts: 0 });
  });
});
