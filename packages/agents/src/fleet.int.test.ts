import '@sherpa/devstack/vitest';
import { sql } from '@sherpa/db/testing';
import { makeRecordedLog, runAgent, waitUntil, type AgentUnderTest } from '@sherpa/agent-kit/testing';
import { makeEnqueuer, startRunner, type Runner } from '@sherpa/agent-kit';
import { liveCounts } from '@sherpa/db';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { makeBillingAgent } from './billing/agent.ts';
import { contracts } from './contracts.ts';
import { makeSalesAgent } from './sales/agent.ts';
import type { SalesContract } from './sales/contract.ts';
import {
  readCounts,
  readCreations,
  startSandboxVendors,
  type SandboxVendors,
} from './testing/sandbox-vendors.ts';

let vendors: SandboxVendors;
let sales: AgentUnderTest<SalesContract>;
let billing: Runner;
beforeAll(async () => {
  vendors = await startSandboxVendors(300);
  sales = await runAgent(makeSalesAgent(vendors), { postgresUrl: inject('postgresUrl') });
  billing = await startRunner({
    agent: makeBillingAgent(vendors),
    db: sales.db,
    queue: sales.queue,
    log: makeRecordedLog(),
    defaultTenant: { id: sales.tenantId, slug: 'default' },
    concurrency: 5,
    leaseMs: 5_000,
  });
});
afterAll(async () => {
  await billing.stop({ deadlineMs: 2_000 });
  await sales.stop();
  await vendors.stop();
});

const enqueue = async (agent: string, type: string): Promise<void> => {
  const { db, queue, tenantId } = sales;
  const enqueuer = makeEnqueuer({ db, queue, contracts, log: makeRecordedLog() });
  await enqueuer.enqueue(tenantId, [{ agent, type, payload: {} }], 'api');
};

const idle = (): Promise<boolean> =>
  waitUntil(
    'nothing left to do',
    async () => {
      const live = await sales.db.withTenant(sales.tenantId, liveCounts);
      return live.tasks === 0 && live.messages === 0 ? true : undefined;
    },
    60_000,
  );

const syncAll = async (): Promise<void> => {
  await enqueue('billing', 'customers.sync');
  await enqueue('sales', 'contacts.sync');
  await enqueue('sales', 'companies.sync');
  await idle();
};

const followUps = async (): Promise<{ contacts: string[]; unmatched: number }> => {
  const events = await sales.events();
  return {
    contacts: events
      .filter((event) => event.type === 'follow-up.created')
      .map((event) => (event.data as { contactId: string }).contactId),
    unmatched: events.filter((event) => event.type === 'follow-up.unmatched').length,
  };
};

describe('billing and sales together', () => {
  test('every subscription past due gives its contact’s owner one HubSpot task, and the rest is reported', async () => {
    await syncAll();
    const counts = await readCounts(vendors);
    const pastDue = counts.stripe.subscriptions['past_due'] ?? 0;
    expect(pastDue).toBeGreaterThan(0);
    const { contacts, unmatched } = await followUps();
    expect(contacts.length + unmatched).toBe(pastDue);
    expect(contacts.length).toBeGreaterThan(0);
    expect(counts.hubspot.tasks).toBe(contacts.length);
    const { rows } = await sql`select from agent_messages where status = 'processed'`.execute(
      sales.db.engine,
    );
    expect(rows).toHaveLength(pastDue);
  });

  test('every payer that Stripe lists is in the cache with what it pays', async () => {
    const counts = await readCounts(vendors);
    const { rows } = await sql<{ id: string }>`
      select distinct unnest(stripe_customer_ids) as id from customer_cache`.execute(sales.db.engine);
    expect(rows).toHaveLength(counts.stripe.customers);
    const { rows: paying } = await sql`
      select from customer_cache where monthly_revenue <> '{}' and subscription_status is not null`.execute(
      sales.db.engine,
    );
    expect(paying.length).toBeGreaterThan(0);
  });

  test('a second round says nothing twice and creates nothing twice', async () => {
    const before = await readCounts(vendors);
    await syncAll();
    expect((await readCounts(vendors)).hubspot.tasks).toBe(before.hubspot.tasks);
    const doubles = (await readCreations(vendors)).filter((effect) => effect.creates > 1);
    expect(doubles).toEqual([]);
  });

  test('a renewal that fails later is told by the next round', async () => {
    const before = await followUps();
    await vendors.control('POST', 'stripe/fail-payment', {});
    await syncAll();
    const after = await followUps();
    expect(after.contacts.length + after.unmatched).toBe(before.contacts.length + before.unmatched + 1);
  });

  test('an answer that is lost after HubSpot made the task does not make a second one', async () => {
    await vendors.control('POST', 'faults', {
      vendor: 'hubspot',
      path: '/crm/v3/objects/tasks/batch/upsert',
      kind: 'lostAfterCommit',
      times: 1,
    });
    const before = await readCounts(vendors);
    await vendors.control('POST', 'stripe/fail-payment', {});
    await syncAll();
    expect((await readCounts(vendors)).hubspot.tasks).toBe(before.hubspot.tasks + 1);
    expect((await readCreations(vendors)).filter((effect) => effect.creates > 1)).toEqual([]);
  });
});
