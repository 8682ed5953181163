import '@sherpa/devstack/vitest';
import { ConflictError, newId, NotFoundError } from '@sherpa/core';
import type { NewWait } from '@sherpa/db';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { greeter } from './testing/greeter.ts';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway(inject('redisUrl') ?? undefined);
});
afterAll(() => gateway.stop());

const park = async (wait: NewWait): Promise<string> => {
  const { id } = await gateway.client.enqueue(greeter, 'guest.greet', { name: 'Ada' });
  await gateway.finish(id, { status: 'waiting', wait });
  return id;
};

const ask = async (): Promise<{ id: string; taskId: string }> => {
  const id = newId();
  const approval = {
    id,
    title: 'Refund?',
    detail: { cents: 5 },
    askedOf: ['ada'],
    escalateTo: [],
    expiresInMs: 60_000,
  };
  return { id, taskId: await park({ kind: 'approval', name: 'approval: refund', approval }) };
};

test('a waiting task says what it waits for, and a signal over HTTP wakes it', async () => {
  const id = await park({ kind: 'signal', name: 'signal paid', signal: 'paid', seen: [], timeoutMs: 60_000 });
  expect(await gateway.client.tasks.show(id)).toMatchObject({
    status: 'waiting',
    waitingFor: { kind: 'signal', name: 'signal paid', signal: 'paid', approvalId: null, taskIds: [] },
  });
  const before = (await gateway.queue.counts('greeter')).waiting;
  expect(await gateway.client.signals.send({ name: 'paid', payload: { cents: 5 } })).toMatchObject({
    woken: 1,
  });
  expect(await gateway.client.tasks.show(id)).toMatchObject({ status: 'pending', waitingFor: null });
  expect((await gateway.queue.counts('greeter')).waiting).toBe(before + 1);
  expect(await gateway.client.signals.send({ name: 'paid' })).toMatchObject({ woken: 0 });
});

test('an approval is listed, shown, approved once, and its task goes on', async () => {
  const { id, taskId } = await ask();
  const { approvals } = await gateway.client.approvals.list({ status: 'pending' });
  expect(approvals).toMatchObject([{ id, taskId, title: 'Refund?', askedOf: ['ada'], status: 'pending' }]);
  expect((await gateway.client.tasks.show(taskId)).waitingFor).toMatchObject({
    kind: 'approval',
    approvalId: id,
  });
  expect(await gateway.client.approvals.approve(id, { by: 'ada' })).toMatchObject({
    status: 'approved',
    decidedBy: 'ada',
  });
  const again = gateway.client.approvals.reject(id, { by: 'eve', reason: 'no' });
  await expect(again).rejects.toBeInstanceOf(ConflictError);
  await expect(again).rejects.toMatchObject({
    details: { problems: [{ field: 'status', problem: 'is approved already: what was decided stands' }] },
  });
  expect(await gateway.client.approvals.show(id)).toMatchObject({ status: 'approved' });
  expect((await gateway.client.tasks.show(taskId)).status).toBe('pending');
});

test('an approval is rejected with a reason', async () => {
  const { id } = await ask();
  expect(await gateway.client.approvals.reject(id, { by: 'ada', reason: 'too much' })).toMatchObject({
    status: 'rejected',
    reason: 'too much',
  });
});

test('an approval goes with its task', async () => {
  const { id, taskId } = await ask();
  expect(await gateway.client.tasks.cancel(taskId)).toMatchObject({ status: 'cancelled', waitingFor: null });
  expect(await gateway.client.approvals.show(id)).toMatchObject({ status: 'cancelled' });
  await expect(gateway.client.approvals.approve(id, { by: 'ada' })).rejects.toBeInstanceOf(ConflictError);
});

test('an approval that was never asked for is not found', async () => {
  await expect(gateway.client.approvals.approve(newId(), { by: 'ada' })).rejects.toBeInstanceOf(
    NotFoundError,
  );
});
