import '@sherpa/devstack/vitest';
import { newId } from '@sherpa/core';
import { claimTasks, endEffects, intendEffects, saveSteps } from '@sherpa/db';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { greeter } from './testing/greeter.ts';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway(inject('redisUrl') ?? undefined);
});
afterAll(() => gateway.stop());

test('a task shows its steps, what it wrote to vendors, and what may have landed', async () => {
  const { db, client } = gateway;
  const { id } = await client.enqueue(greeter, 'guest.greet', { name: 'Ada' });
  const workerId = newId();
  await claimTasks(db.engine, { agent: 'greeter', workerId, leaseMs: 60_000, ids: [id] });
  const holder = { taskId: id, attempt: 1, workerId };
  await saveSteps(db.engine, [{ ...holder, name: 'sum', result: 7 }]);
  const write = { ...holder, vendor: 'stripe', intent: { operation: 'customers.create' } };
  await intendEffects(db.engine, [{ ...write, name: 'create', key: 'key-1' }]);
  await endEffects(db.engine, [{ ...holder, name: 'create', status: 'performed', outcome: { id: 'cus_1' } }]);
  await intendEffects(db.engine, [{ ...write, name: 'note', key: 'key-2' }]);

  const task = await client.tasks.show(id);
  expect(task.steps).toMatchObject([{ name: 'sum', result: 7, attempt: 1 }]);
  expect(task.effects).toMatchObject([
    { name: 'create', vendor: 'stripe', key: 'key-1', status: 'performed', outcome: { id: 'cus_1' } },
    { name: 'note', key: 'key-2', status: 'intended', outcome: null, error: null, finishedAt: null },
  ]);
});

test('a task that did nothing yet shows neither', async () => {
  const { id } = await gateway.client.enqueue(greeter, 'guest.greet', { name: 'Ada' });
  expect(await gateway.client.tasks.show(id)).toMatchObject({ steps: [], effects: [] });
});
