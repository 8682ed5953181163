import '@sherpa/devstack/vitest';
import { sql } from '@sherpa/db/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { startFleet, type Fleet } from '../../../testing/start-fleet.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({
    postgresUrl: inject('postgresUrl'),
    agents: ['billing', 'sales', 'knowledge', 'coordinator'],
    contacts: 20,
  });
  await fleet.set('company', { newsSince: new Date().toISOString() });
  await fleet.run('knowledge', 'data-sources.sync');
  for (const type of ['contacts.sync', 'companies.sync']) await fleet.run('sales', type);
  await fleet.run('billing', 'customers.sync');
  await fleet.idle();
});
afterAll(() => fleet.stop());

interface Person {
  readonly email: string;
  readonly contactId: string;
  readonly payerId: string;
}

let made = 0;

/** Somebody whom HubSpot and Stripe know, and we. */
const newPerson = async (): Promise<Person> => {
  made += 1;
  const email = `vanishing.person${made}@gone.example`;
  const { stripe } = fleet.vendors.clients;
  const properties = { email, firstname: 'Vanishing', lastname: `Person${made}` };
  const { id: contactId } = z
    .object({ id: z.string() })
    .parse(await fleet.vendors.control('POST', 'hubspot/contacts', { properties }));
  const metadata = { hubspot_contact_id: contactId };
  const { id: payerId } = await stripe.createCustomer({ key: `test:${made}`, email, name: null, metadata });
  await fleet.refresh('sales', [{ type: 'contact', id: contactId }]);
  await fleet.refresh('billing', [{ type: 'customer', id: payerId }]);
  return { email, contactId, payerId };
};

const start = (payload: Record<string, string>): Promise<void> =>
  fleet.start('coordinator', 'privacy.execute', payload);

/** Every row of the ledger and of what we know that has one of these texts. */
const traces = async ({ email, contactId, payerId }: Person): Promise<Record<string, number>> => {
  const found: Record<string, number> = {};
  const tables = [
    'agent_tasks',
    'agent_steps',
    'agent_effects',
    'agent_messages',
    'agent_events',
    'agent_approvals',
  ];
  const more = ['workflow_cases', 'source_records', 'customer_cache', 'customer_sources', 'privacy_audits'];
  for (const name of [...tables, ...more]) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::integer as count from ${sql.table(name)} t
      where t::text like ${`%${email}%`} or t::text like ${`%${payerId}%`} or t::text like ${`%contact:${contactId}%`}`.execute(
      fleet.db.engine,
    );
    if (rows[0]?.count !== 0) found[name] = rows[0]?.count ?? 0;
  }
  return found;
};

const lastCase = async () => (await fleet.cases('privacy'))[0];

test('a person is deleted everywhere after people have said yes, and a signed record stays', async () => {
  const person = await newPerson();
  const { hubspot, stripe } = fleet.vendors.clients;
  await start({ email: person.email, requestedBy: 'somebody@gone.example' });
  expect(await lastCase()).toMatchObject({ status: 'open' });
  expect(await stripe.getCustomer(person.payerId)).toMatchObject({ deleted: false });
  expect(await fleet.decide(true)).toEqual({
    objects: { hubspot: 1, stripe: 1 },
    pagesThatMentionThem: 0,
  });
  expect(await stripe.getCustomer(person.payerId)).toEqual({ id: person.payerId, deleted: true });
  expect(await hubspot.getContact(person.contactId)).toBeUndefined();
  expect(await lastCase()).toMatchObject({ status: 'closed', reason: 'purged' });
  expect(await traces(person)).toEqual({});
  const { result } = await fleet.run('coordinator', 'privacy.verify');
  expect(result).toEqual({ records: 1, isIntact: true });
  const { rows } = await sql<{ record: unknown }>`select record from privacy_audits`.execute(fleet.db.engine);
  expect(rows[0]?.record).toMatchObject({
    origin: 'request',
    objects: { hubspot: 1, stripe: 1 },
    subjects: [expect.stringMatching(/^[0-9a-f]{64}$/u), expect.anything(), expect.anything()],
    askedBy: expect.stringMatching(/^[0-9a-f]{64}$/u),
  });
});

test('a subscription that lives holds it, and a no is the end of it', async () => {
  const person = await newPerson();
  const { stripe } = fleet.vendors.clients;
  const { rows: prices } = await stripe.listPrices({ limit: 1, lookupKeys: ['basic-eur-month'] });
  const items = [{ priceId: prices[0]?.id ?? '', quantity: 1 }];
  const wanted = { key: 'test:sub', customerId: person.payerId, items, daysUntilDue: 30 };
  const { id } = await stripe.createSubscription(wanted);
  await start({ email: person.email, requestedBy: 'desk' });
  expect(await lastCase()).toMatchObject({
    status: 'held',
    reason: `The subscription ${id} has to end first.`,
  });
  await stripe.cancelSubscription(id, { key: 'test:end' });
  await start({ email: person.email, requestedBy: 'desk' });
  await fleet.decide(false);
  expect(await lastCase()).toMatchObject({ status: 'closed', reason: 'refused' });
  expect(await stripe.getCustomer(person.payerId)).toMatchObject({ deleted: false });
});

test('a contact that was erased at HubSpot goes everywhere, once', async () => {
  await fleet.set('privacy', { approveVendorErasures: false });
  const person = await newPerson();
  await fleet.vendors.control('POST', `hubspot/contacts/${person.contactId}`, { purge: true });
  const payload = { objects: [{ type: 'contact', id: person.contactId }], reason: 'webhook privacy' };
  await fleet.run('sales', 'objects.refresh', payload);
  await fleet.idle();
  expect(await fleet.vendors.clients.stripe.getCustomer(person.payerId)).toMatchObject({ deleted: true });
  expect(await lastCase()).toMatchObject({ status: 'closed', reason: 'purged' });
  expect(await traces(person)).toEqual({});
  const { result } = await fleet.run('coordinator', 'privacy.verify');
  expect(result).toEqual({ records: 2, isIntact: true });
});

test('a dry run lists what would be deleted, and a changed record is found out', async () => {
  const person = await newPerson();
  const payload = { email: person.email, requestedBy: 'desk' };
  const { result } = await fleet.dryRun('coordinator', 'privacy.execute', payload);
  const plan = z
    .object({ tasks: z.array(z.object({ type: z.string() })), approvals: z.array(z.unknown()) })
    .parse(result);
  expect(plan.approvals).toHaveLength(1);
  expect(plan.tasks.map(({ type }) => type)).toEqual(['customer.delete', 'contact.erase', 'privacy.forget']);
  expect(await fleet.vendors.clients.stripe.getCustomer(person.payerId)).toMatchObject({ deleted: false });
  await sql`update privacy_audits set record = record || '{"rows": 0}' where number = 1`.execute(
    fleet.db.engine,
  );
  const checked = await fleet.run('coordinator', 'privacy.verify');
  expect(checked.result).toEqual({ records: 2, isIntact: false });
});
