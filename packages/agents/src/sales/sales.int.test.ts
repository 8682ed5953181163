import '@sherpa/devstack/vitest';
import { sql } from '@sherpa/db/testing';
import { runAgent, waitUntil, type AgentUnderTest } from '@sherpa/agent-kit/testing';
import { listCustomers, type Customer } from '@sherpa/db';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { readCounts, startSandboxVendors, type SandboxVendors } from '../testing/sandbox-vendors.ts';
import { makeSalesAgent } from './agent.ts';
import type { SalesContract } from './contract.ts';

/** More than a task reads in one go (20 pages of 100), so that syncs are handed on. */
const CONTACTS = 2_300;

let vendors: SandboxVendors;
let kit: AgentUnderTest<SalesContract>;
beforeAll(async () => {
  vendors = await startSandboxVendors(CONTACTS);
  await vendors.control('POST', 'limits', { hubspot: { searchLagMs: 0 } });
  kit = await runAgent(makeSalesAgent(vendors), { postgresUrl: inject('postgresUrl') });
});
afterAll(async () => {
  await kit.stop();
  await vendors.stop();
});

const countSources = async (objectType: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from customer_sources where object_type = ${objectType}`.execute(kit.db.engine);
  return rows[0]?.n ?? 0;
};

const eventData = async (type: string): Promise<unknown[]> =>
  (await kit.events()).filter((event) => event.type === type).map((event) => event.data);

const syncedTimes = (type: string, times: number): Promise<unknown[]> =>
  waitUntil(`${type} ${times} times`, async () => {
    const seen = await eventData(type);
    return seen.length >= times ? seen : undefined;
  });

/** Waits until all that is in the mirror is among the customers. */
const resolved = (): Promise<true> =>
  waitUntil('everything is resolved', async () => {
    const { rows } = await sql`select from source_records where unresolved limit 1`.execute(kit.db.engine);
    return rows.length === 0 ? true : undefined;
  });

const findContact = async (contactId: string): Promise<Customer | undefined> => {
  const all = await kit.db.withTenant(kit.tenantId, (tx) => listCustomers(tx, { limit: 10_000 }));
  return all.find((customer) => customer.hubspotContactId === contactId);
};

describe('the sales agent on HubSpot', () => {
  test('a first sync brings every contact in, over as many tasks as it takes', async () => {
    const first = await kit.run('contacts.sync', {});
    expect(first.result).toMatchObject({ mode: 'full', rows: 2_000, complete: false });
    const counts = await readCounts(vendors);
    expect(await syncedTimes('contacts.synced', 1)).toEqual([
      { mode: 'full', rows: counts.hubspot.contacts },
    ]);
    await resolved();
    expect(await countSources('contact')).toBe(counts.hubspot.contacts);
  });

  test('companies come in as accounts', async () => {
    await kit.run('companies.sync', {});
    await resolved();
    const counts = await readCounts(vendors);
    expect(await countSources('company')).toBe(counts.hubspot.companies);
    const { rows } = await sql`select from customer_cache where kind = 'account'`.execute(kit.db.engine);
    expect(rows).toHaveLength(counts.hubspot.companies);
  });

  test('a second sync reads only what changed since, and the change is in the cache', async () => {
    const { rows } = await sql<{ id: string }>`
      select hubspot_contact_id as id from customer_cache where hubspot_contact_id is not null
      order by id limit 1`.execute(kit.db.engine);
    const contactId = rows[0]?.id ?? '';
    await vendors.control('POST', `hubspot/contacts/${contactId}`, {
      properties: { firstname: 'Changed', lastname: 'Since' },
    });
    // Search learns of it some seconds later.
    await vendors.control('POST', 'clock', { advanceMs: 10_000 });
    const second = await kit.run('contacts.sync', {});
    expect(second.result).toEqual({ mode: 'incremental', rows: 1, complete: true });
    await resolved();
    expect((await findContact(contactId))?.name).toBe('Changed Since');
  });

  test('an object that a webhook names is asked for again, and one that is gone leaves the customers', async () => {
    const all = await kit.db.withTenant(kit.tenantId, (tx) => listCustomers(tx, { limit: 10 }));
    const [one = '', other = ''] = all.flatMap(({ hubspotContactId }) => hubspotContactId ?? []);
    await vendors.control('POST', `hubspot/contacts/${one}`, {
      properties: { firstname: 'Told', lastname: 'Now' },
    });
    await vendors.control('POST', `hubspot/contacts/${other}`, { archive: true });
    const objects = [
      { type: 'contact', id: one },
      { type: 'contact', id: other },
      { type: 'contact', id: '1' },
      { type: 'quote', id: '1' },
    ];
    const task = await kit.run('objects.refresh', { objects, reason: 'webhook' });
    expect(task.result).toEqual({ found: 1, gone: 2, changed: 2, unknown: 1 });
    await resolved();
    expect((await findContact(one))?.name).toBe('Told Now');
    expect(await findContact(other)).toBeUndefined();
  });

  test('an audit of what is as it should be changes nothing', async () => {
    const { result } = await kit.run('companies.audit', {});
    const counts = await readCounts(vendors);
    expect(result).toEqual({ mode: 'audit', rows: counts.hubspot.companies, complete: true });
  });

  test('a task that an older version left behind is taken up all the same', async () => {
    const legacy = {
      startedAt: '2026-01-01T00:00:00.000Z',
      since: '2026-01-01T00:00:00.000Z',
      after: '7',
      rowsBefore: 100,
    };
    expect((await kit.run('companies.sync', legacy)).result).toMatchObject({
      mode: 'incremental',
      complete: true,
    });
  });

  test('a kind of object that HubSpot forbids is told with the scope that is missing, and fails nobody else', async () => {
    await vendors.control('POST', 'hubspot/access', { forbidden: ['deals'] });
    expect(await kit.run('deals.sync', {})).toMatchObject({
      status: 'completed',
      result: { complete: false, forbidden: true },
    });
    expect(await eventData('sync.forbidden')).toEqual([
      { stream: 'deals', scopes: ['crm.objects.deals.read'] },
    ]);
    expect((await kit.run('companies.sync', {})).result).toMatchObject({ complete: true });
    await vendors.control('POST', 'hubspot/access', { forbidden: [] });
    expect((await kit.run('deals.sync', {})).result).toMatchObject({ mode: 'full', complete: true });
  });

  test('a sync that HubSpot interrupts with an outage is tried again and misses nothing', async () => {
    await vendors.control('POST', 'faults', {
      vendor: 'hubspot',
      path: '/crm/v3/objects/companies',
      kind: 'html502',
      times: 4,
    });
    const task = await kit.run('companies.sync', {});
    expect(task).toMatchObject({ status: 'completed', result: { complete: true } });
    expect(task.attempt).toBeGreaterThan(1);
  });
});
