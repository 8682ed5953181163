import '@sherpa/devstack/vitest';
import { advanceRedrives, type Outcome } from '@sherpa/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.stop());

const failure: Outcome = {
  status: 'failed',
  error: { code: 'agent_failed', message: 'No guest.', details: { taskId: 'x' } },
};

const fail = async (): Promise<string> => {
  const task = { agent: 'greeter', type: 'guest.greet', payload: { name: 'Ada' } };
  const [enqueued] = await gateway.client.tasks.enqueue([task]);
  await gateway.finish(enqueued?.id ?? '', failure);
  return enqueued?.id ?? '';
};

test('failed tasks are shown by kind, and redriven by that kind', async () => {
  const { client, db } = gateway;
  const [first, second] = [await fail(), await fail()];
  const [group, ...others] = await client.failures.list({ agent: 'greeter' });
  expect(others).toEqual([]);
  expect(group).toMatchObject({ code: 'agent_failed', message: 'No guest.', count: 2, sampleId: second });
  const task = await client.tasks.show(first);
  expect(task.attempts).toMatchObject([
    { attempt: 1, outcome: 'failed', error: { code: 'agent_failed' }, fingerprint: group?.fingerprint },
  ]);

  const filter = { fingerprint: group?.fingerprint ?? '' };
  const dry = await client.redrives.start({ filter, dryRun: true });
  expect(dry).toMatchObject({ matched: 2, redrive: null, failures: [{ count: 2, held: 0 }] });
  expect((await client.redrives.list()).redrives).toEqual([]);

  const { redrive } = await client.redrives.start({ filter, perSecond: 0.01 });
  expect(redrive).toMatchObject({ status: 'running', matched: 2, stopAt: { share: 0.5, after: 20 } });
  await advanceRedrives(db.engine);
  expect(await client.redrives.show(redrive?.id ?? '')).toMatchObject({ redriven: 1, ended: 0 });
  expect(await client.redrives.stop(redrive?.id ?? '')).toMatchObject({ status: 'cancelled' });
  expect((await client.redrives.list()).redrives).toMatchObject([{ id: redrive?.id, status: 'cancelled' }]);
  const { events } = await client.events.list({ type: 'redrive.stopped' });
  expect(events).toMatchObject([{ data: { redriveId: redrive?.id, redriven: 1 } }]);
});

test('a redrive of everything whatsoever is not started by mistake', async () => {
  await expect(gateway.client.redrives.start({ filter: {} })).rejects.toMatchObject({
    code: 'validation_failed',
  });
});

test('a redrive that does not exist is not found', async () => {
  await expect(gateway.client.redrives.show(crypto.randomUUID())).rejects.toMatchObject({
    code: 'not_found',
  });
});
