import '@sherpa/devstack/vitest';
import { sql } from '@sherpa/db/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { startFleet, type Fleet } from '../../../testing/start-fleet.ts';
import { readCreations } from '../../../testing/sandbox-vendors.ts';

let fleet: Fleet;
let owners: readonly string[];
beforeAll(async () => {
  fleet = await startFleet({
    postgresUrl: inject('postgresUrl'),
    agents: ['billing', 'sales', 'knowledge'],
    contacts: 100,
  });
  owners = (await fleet.vendors.clients.hubspot.listOwners()).map(({ id }) => id);
  await fleet.set('company', { timeZone: 'Europe/Berlin', newsSince: new Date().toISOString() });
  await fleet.set('lead-routing', {
    territories: [
      { countries: ['AT'], owners: [owners[1] ?? '', owners[2] ?? ''] },
      { countries: ['DE'], owners: [owners[1] ?? ''] },
    ],
  });
  await fleet.run('knowledge', 'data-sources.sync');
  for (const type of ['contacts.sync', 'companies.sync']) await fleet.run('sales', type);
  await fleet.run('billing', 'customers.sync');
  await fleet.idle();
});
afterAll(() => fleet.stop());

const created = z.object({ id: z.string() });

const make = async (type: string, properties: Readonly<Record<string, string>>): Promise<string> => {
  const { id } = created.parse(await fleet.vendors.control('POST', `hubspot/${type}`, { properties }));
  await fleet.refresh('sales', [{ type: type === 'contacts' ? 'contact' : 'company', id }]);
  return id;
};

let people = 0;
const lead = (properties: Readonly<Record<string, string>> = {}): Promise<string> => {
  people += 1;
  return make('contacts', {
    firstname: `Quirin${people}`,
    lastname: `Xaverius${people}`,
    email: `quirin${people}@newcomer${people}.example`,
    lifecyclestage: 'lead',
    ...properties,
  });
};

const caseOf = async (key: string) => (await fleet.cases('lead-routing')).find((one) => one.key === key);
const taskOf = async (key: string) =>
  fleet.vendors.clients.hubspot.tasks.get((await caseOf(key))?.refs['hubspotTask'] ?? '0');
const contactOf = (id: string) => fleet.vendors.clients.hubspot.getContact(id);

describe('a new contact', () => {
  test('gets an owner of its territory and a task in working hours', async () => {
    const id = await lead({ hs_country_region_code: 'AT' });
    const ownerId = (await contactOf(id))?.ownerId ?? '';
    expect([owners[1], owners[2]]).toContain(ownerId);
    const task = await taskOf(id);
    expect(task).toMatchObject({
      key: `lead-routing:${id}`,
      subject: 'A new lead',
      ownerId,
      priority: 'HIGH',
    });
    const hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', timeZone: 'Europe/Berlin' });
    expect(Number(hour.format(task?.dueAt ?? new Date()))).toBeGreaterThanOrEqual(9);
    expect(Number(hour.format(task?.dueAt ?? new Date()))).toBeLessThan(17);
  });

  test('keeps the owner that it has', async () => {
    const id = await lead({ hs_country_region_code: 'AT', hubspot_owner_id: owners[0] ?? '' });
    expect((await contactOf(id))?.ownerId).toBe(owners[0]);
    expect(await taskOf(id)).toMatchObject({ ownerId: owners[0] });
  });

  test('of a customer goes to whoever has the account, and is tied to its company', async () => {
    const { rows } = await sql<{ domain: string; company: string; owner: string }>`
      select domain, hubspot_company_id as company, owner_id as owner from customer_cache
      where kind = 'account' and subscription_status = 'active' and owner_id = any(${owners}) and domain is not null
        and (select count(*) from identity_edges e where e.b = 'domain:' || domain and e.strength = 'strong') = 1
      order by id limit 1`.execute(fleet.db.engine);
    const { domain = '', company = '', owner = '' } = rows[0] ?? {};
    const id = await lead({ email: `quirin@${domain}`, hs_country_region_code: 'AT' });
    expect(await contactOf(id)).toMatchObject({ ownerId: owner, companyId: company });
    expect(await taskOf(id)).toMatchObject({ subject: 'A new contact at a customer', ownerId: owner });
  });

  test('with an address that anybody can have is tied to no company', async () => {
    const id = await lead({ email: 'quirin.xaverius@gmail.com', hs_country_region_code: 'AT' });
    expect(await contactOf(id)).toMatchObject({ companyId: null });
    expect(await taskOf(id)).toBeDefined();
  });

  test('that may be somebody who is known waits for people', async () => {
    const first = await lead({ hs_country_region_code: 'AT', phone: '+43 1 5880 4711' });
    const second = await lead({ hs_country_region_code: 'AT', phone: '+43 1 5880 4711' });
    expect(await caseOf(first)).toMatchObject({ status: 'open' });
    expect(await caseOf(second)).toMatchObject({ status: 'held', subject: { review: expect.any(String) } });
    expect((await contactOf(second))?.ownerId).toBeNull();
  });

  test('that no rule is for waits for people, unless there is a default owner', async () => {
    const id = await lead();
    expect(await caseOf(id)).toMatchObject({
      status: 'held',
      reason: 'No rule names an owner for it, and there is no default owner.',
    });
    await fleet.vendors.control('POST', `hubspot/contacts/${id}`, {
      properties: { hs_country_region_code: 'AT' },
    });
    await fleet.refresh('sales', [{ type: 'contact', id }]);
    expect((await contactOf(id))?.ownerId).toBeNull();
  });

  test('is routed once', async () => {
    const id = await lead({ hs_country_region_code: 'AT' });
    const before = [await taskOf(id), (await contactOf(id))?.ownerId];
    await fleet.vendors.control('POST', `hubspot/contacts/${id}`, { properties: { jobtitle: 'CFO' } });
    await fleet.refresh('sales', [{ type: 'contact', id }]);
    expect([await taskOf(id), (await contactOf(id))?.ownerId]).toEqual(before);
  });

  test('is done with when its owner has done the task', async () => {
    const id = await lead({ hs_country_region_code: 'AT' });
    const { hubspotTask = '' } = (await caseOf(id))?.refs ?? {};
    await fleet.vendors.control('POST', `hubspot/tasks/${hubspotTask}`, {
      properties: { hs_task_status: 'COMPLETED' },
    });
    expect((await fleet.run('sales', 'leads.sweep')).result).toMatchObject({ answered: 1 });
    expect(await caseOf(id)).toMatchObject({ status: 'closed', reason: 'answered' });
  });

  test('tried out, lists what would be done', async () => {
    const { id } = created.parse(
      await fleet.vendors.control('POST', 'hubspot/contacts', {
        properties: { email: 'dry@nowhere.example', hs_country_region_code: 'DE' },
      }),
    );
    const { result } = await fleet.dryRun('sales', 'lead.new', { contactId: id });
    expect(result).toMatchObject({
      // Whom it is given to is whom the task is for.
      tasks: [
        { type: 'owner.assign', payload: { ownerId: owners[1] } },
        { type: 'task.upsert', payload: { ownerId: owners[1] } },
      ],
      cases: [{ workflow: 'lead-routing', key: id, was: null, becomes: 'open' }],
      stopped: null,
    });
  });

  test('is nobody who was there before', async () => {
    const { rows } = await fleet.vendors.clients.hubspot.listContacts({ limit: 1 });
    expect(await caseOf(rows[0]?.id ?? '')).toBeUndefined();
  });

  test('has nothing made twice', async () => {
    expect((await readCreations(fleet.vendors)).filter(({ creates }) => creates > 1)).toEqual([]);
  });
});
