import '@sherpa/devstack/vitest';
import { newId, type BudgetAccount } from '@sherpa/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.stop());

const window = { name: 'burst', limit: 190, windowMs: 10_000 };

const call = (account: BudgetAccount) =>
  gateway.queue.budgets.take({
    account,
    windows: [window],
    weight: 1,
    priority: 'normal',
    maxWaitMs: 2_000,
    skewFactor: 1,
  });

test('shows the budgets of the caller’s connections and of the installation’s own, and nobody else’s', async () => {
  expect(await gateway.client.budgets.list()).toEqual([]);
  const shared = { id: 'stripe', vendor: 'stripe', tenantId: null, credentials: 'v1' };
  const own = { id: newId(), vendor: 'hubspot', tenantId: gateway.tenantId, credentials: 'v1' };
  for (const account of [shared, own, { ...own, id: newId(), tenantId: newId() }]) await call(account);
  await gateway.queue.budgets.close(own, { window: 'burst', forMs: 60_000 });
  const circuit = { state: 'closed', cause: null, until: null };
  const used = { window: 'burst', limit: 190, windowMs: 10_000, used: 1 };
  expect(await gateway.client.budgets.list()).toEqual([
    {
      vendor: 'hubspot',
      connectionId: own.id,
      closedUntil: null,
      circuit,
      windows: [{ ...used, closedUntil: expect.any(String) }],
    },
    {
      vendor: 'stripe',
      connectionId: 'stripe',
      closedUntil: null,
      circuit,
      windows: [{ ...used, closedUntil: null }],
    },
  ]);
});

test('shows the limits as the settings of a connection have them, before the next call', async () => {
  const { id } = await gateway.client.connections.create({
    vendor: 'hubspot',
    name: 'limited',
    credentials: { accessToken: 'pat-na1-limited' },
  });
  await call({ id, vendor: 'hubspot', tenantId: gateway.tenantId, credentials: 'v1' });
  const limit = async () => {
    const budgets = await gateway.client.budgets.list();
    return budgets.find(({ connectionId }) => connectionId === id)?.windows[0]?.limit;
  };
  expect(await limit()).toBe(190);
  await gateway.client.connections.change(id, { settings: { per10Seconds: 77 } });
  expect(await limit()).toBe(77);
});
