import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { greeter } from './testing/greeter.ts';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';

const fail = (): Promise<never> => Promise.reject(new Error('secret of the queue'));

describe('a gateway whose queue is away', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway(undefined, (deps) => ({
      ...deps,
      queue: {
        kind: 'redis',
        boardQueue: (agent) => deps.queue.boardQueue(agent),
        ping: fail,
        counts: fail,
        ensure: fail,
        remove: fail,
        budgets: { take: fail, close: fail, read: fail },
      },
      metricsText: fail,
    }));
  });
  afterAll(() => gateway.stop());

  test('is alive but not ready, and says what does not answer', async () => {
    expect((await gateway.ask('/health/live')).status).toBe(200);
    const ready = await gateway.ask('/health/ready');
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      error: { problems: [{ field: 'queue', problem: 'does not answer' }] },
    });
  });

  test('still tells of its agents', async () => {
    expect(await gateway.client.agents.list()).toMatchObject([{ agent: 'greeter', queue: null }]);
  });

  test('says that the budgets are not to be had', async () => {
    await expect(gateway.client.budgets.list()).rejects.toMatchObject({ code: 'internal' });
  });

  test('still cancels and retries in the ledger, which is the truth', async () => {
    const { id } = await gateway.client.enqueue(greeter, 'guest.greet', { name: 'Ada' });
    expect(await gateway.client.tasks.cancel(id)).toMatchObject({ status: 'cancelled' });
    expect(await gateway.client.tasks.retry(id)).toMatchObject({ status: 'pending' });
  });

  test('hides a fault nobody foresaw from the caller and logs it once under the request id', async () => {
    const response = await gateway.ask('/metrics');
    expect(response.status).toBe(500);
    const body = await response.text();
    expect(body).not.toContain('secret');
    const { requestId } = (JSON.parse(body) as { error: { requestId: string } }).error;
    const errors = gateway.logged.filter(
      ({ level, fields }) => level === 'error' && fields['requestId'] === requestId,
    );
    expect(errors).toHaveLength(1);
  });
});

test('a gateway that stops lets go of those who wait', async () => {
  let reads = 0;
  const gateway = await startTestGateway(undefined, (deps) => ({
    ...deps,
    db: {
      ...deps.db,
      withTenant: (tenantId, work) => {
        reads += 1;
        return deps.db.withTenant(tenantId, work);
      },
    },
  }));
  const { id } = await gateway.client.enqueue(greeter, 'guest.greet', { name: 'Ada' });
  const waited = gateway.ask(`/api/tasks/${id}?waitMs=25000`);
  await expect.poll(() => reads, { timeout: 20_000 }).toBeGreaterThan(1);
  const [response] = await Promise.all([waited, gateway.stop()]);
  expect(await response.json()).toMatchObject({ id, status: 'pending' });
});
