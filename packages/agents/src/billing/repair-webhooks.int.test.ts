import '@sherpa/devstack/vitest';
import { runAgent, type AgentUnderTest } from '@sherpa/agent-kit/testing';
import { newId } from '@sherpa/core';
import { createConnection, insertDeliveries } from '@sherpa/db';
import { makeTestVault, sql } from '@sherpa/db/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { startSandboxVendors, type SandboxVendors } from '../testing/sandbox-vendors.ts';
import { makeBillingAgent } from './agent.ts';
import type { BillingContract } from './contract.ts';

let vendors: SandboxVendors;
let kit: AgentUnderTest<BillingContract>;
beforeAll(async () => {
  vendors = await startSandboxVendors(5);
  kit = await runAgent(makeBillingAgent(vendors), { postgresUrl: inject('postgresUrl') });
});
afterAll(async () => {
  await kit.stop();
  await vendors.stop();
});

const connect = async (): Promise<string> => {
  const credentials = { vendor: 'stripe' as const, apiKey: 'sk_test_hunter2', webhookSecrets: [] };
  const { tenantId } = kit;
  const made = await kit.db.withTenant(tenantId, (tx) =>
    createConnection(tx, makeTestVault(), { tenantId, name: 'main', credentials }),
  );
  return made?.id ?? '';
};

const arrive = (connectionId: string): Promise<void> =>
  insertDeliveries(kit.db.engine, [
    {
      id: newId(),
      tenantId: kit.tenantId,
      connectionId,
      vendor: 'stripe',
      key: 'evt_seen',
      type: 'customer.created',
      objects: [],
      occurredAt: new Date(),
      apiVersion: null,
      status: 'ignored',
      reason: null,
      payload: {},
      taskId: null,
    },
  ]);

const refreshes = async (): Promise<unknown[]> => {
  const { rows } = await sql<{ payload: unknown }>`
    select payload from agent_tasks where type = 'objects.refresh'`.execute(kit.db.engine);
  return rows.map(({ payload }) => payload);
};

test('events that no webhook delivered are found by asking, and their objects asked for', async () => {
  const connectionId = await connect();
  const idle = await kit.run('webhooks.repair', {});
  expect(idle.result).toEqual({ connections: 0, missing: 0 });

  await arrive(connectionId);
  await vendors.control('POST', 'stripe/switches', { failDeliveries: ['customer.*'] });
  const made = await vendors.ask('stripe', 'POST', '/v1/customers', { email: 'ada@example.com' });
  const { id } = z.object({ id: z.string() }).parse(made);
  await vendors.control('POST', 'stripe/switches', { failDeliveries: [] });
  const repaired = await kit.run('webhooks.repair', {});
  expect(repaired.result).toEqual({ connections: 1, missing: 1 });
  expect(await refreshes()).toEqual([
    { connectionId, objects: [{ type: 'customer', id }], reason: 'webhook repair' },
  ]);
  const told = (await kit.events()).filter(({ type }) => type === 'webhooks.repaired');
  expect(told.map(({ data }) => data)).toEqual([{ connectionId, events: 1 }]);
});
