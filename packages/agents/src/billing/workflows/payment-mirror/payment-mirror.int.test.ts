import '@sherpa/devstack/vitest';
import { toWholeUnits } from '@sherpa/core';
import { sql } from '@sherpa/db/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { startFleet, type Fleet } from '../../../testing/start-fleet.ts';

const READ = [
  { name: 'sherpa_billing_health', type: 'string' },
  { name: 'sherpa_subscription_status', type: 'string' },
  { name: 'sherpa_mrr', type: 'number' },
  { name: 'sherpa_mrr_currency', type: 'string' },
  { name: 'sherpa_renews_on', type: 'date' },
  { name: 'sherpa_stripe_customer', type: 'string' },
  { name: 'sherpa_stripe_subscription', type: 'string' },
];

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({
    postgresUrl: inject('postgresUrl'),
    agents: ['billing', 'sales', 'knowledge'],
    contacts: 100,
  });
  await fleet.set('company', { newsSince: new Date().toISOString() });
  await fleet.run('knowledge', 'data-sources.sync');
  for (const type of ['contacts.sync', 'companies.sync']) await fleet.run('sales', type);
  await fleet.run('billing', 'customers.sync');
  await fleet.idle();
});
afterAll(() => fleet.stop());

const truthSchema = z.object({
  customers: z.array(z.object({ customer: z.string(), currency: z.string(), monthlyMinor: z.int() })),
});

const everything = async (type: 'companies' | 'contacts') => {
  const found = [];
  let after: string | undefined;
  do {
    const { rows, next } = await fleet.vendors.clients.hubspot
      .objects(type, READ)
      .list({ limit: 100, ...(after === undefined ? {} : { after }) });
    found.push(...rows.filter(({ values }) => values['sherpa_stripe_customer'] !== null));
    after = next;
  } while (after !== undefined);
  return found;
};

/** A payer alone at its company, with one active subscription. */
const onePayer = async (): Promise<{ payer: string; company: string; subscription: string }> => {
  const { rows } = await sql<{ payer: string; company: string; subscription: string }>`
    select c.stripe_customer_id as payer, c.hubspot_company_id as company, min(r.external_id) as subscription
    from customer_cache c join source_records r on r.object_type = 'subscription'
      and r.payload ->> 'customerId' = c.stripe_customer_id
    where c.kind = 'account' and c.hubspot_company_id is not null and cardinality(c.stripe_customer_ids) = 1
    group by 1, 2 having count(*) = 1 and min(r.payload ->> 'status') = 'active' order by 1 limit 1`.execute(
    fleet.db.engine,
  );
  const [found] = rows;
  if (found === undefined) throw new Error('There is no such payer.');
  return found;
};

const shown = async (company: string) => {
  const { rows } = await fleet.vendors.clients.hubspot.objects('companies', READ).readMany([company]);
  return rows[0]?.values;
};

const patches = async (): Promise<number> => (await fleet.tasks('sales', 'objects.patch')).length;

describe('the mirror of payments', () => {
  let one: Awaited<ReturnType<typeof onePayer>>;
  beforeAll(async () => {
    one = await onePayer();
  });

  test('shows at each company what its payers bring in a month, to the cent', async () => {
    const { customers } = truthSchema.parse(await fleet.vendors.control('GET', 'stripe/truth'));
    const alone = (await everything('companies')).filter(({ values }) => values['sherpa_mrr'] !== null);
    expect(alone.length).toBeGreaterThan(10);
    const { rows } = await sql<{ company: string; payers: string[] }>`
      select hubspot_company_id as company, stripe_customer_ids as payers from customer_cache
      where kind = 'account' and hubspot_company_id is not null`.execute(fleet.db.engine);
    const payersOf = new Map(rows.map(({ company, payers }) => [company, payers]));
    for (const { id, values } of alone) {
      const own = customers.filter(({ customer }) => payersOf.get(id)?.includes(customer));
      const minor = own.reduce((sum, { monthlyMinor }) => sum + monthlyMinor, 0);
      expect(values['sherpa_mrr'], id).toBe(toWholeUnits(minor, own[0]?.currency ?? 'eur'));
    }
  });

  test('stands at the contact of whoever has no company', async () => {
    const contacts = await everything('contacts');
    expect(contacts.length).toBeGreaterThan(0);
    const companies = new Set(
      (await everything('companies')).map(({ values }) => values['sherpa_stripe_customer']),
    );
    for (const { values } of contacts) expect(companies).not.toContain(values['sherpa_stripe_customer']);
  });

  test('is written again when the subscription changes, and not when nothing does', async () => {
    const { company, payer, subscription } = one;
    const before = await shown(company);
    expect(before).toMatchObject({
      sherpa_billing_health: 'ok',
      sherpa_subscription_status: 'active',
      sherpa_stripe_customer: payer,
      sherpa_stripe_subscription: subscription,
      sherpa_renews_on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/u),
    });
    const count = await patches();
    await fleet.refresh('billing', [{ type: 'subscription', id: subscription }]);
    await fleet.run('billing', 'payments.sweep');
    await fleet.idle();
    expect(await patches()).toBe(count);
    await fleet.vendors.control('POST', 'stripe/plan', { subscription, quantity: 37 });
    await fleet.refresh('billing', [{ type: 'subscription', id: subscription }]);
    const { customers } = truthSchema.parse(await fleet.vendors.control('GET', 'stripe/truth'));
    const truth = customers.find(({ customer }) => customer === payer);
    expect(await shown(company)).toMatchObject({
      sherpa_mrr: toWholeUnits(truth?.monthlyMinor ?? 0, truth?.currency ?? 'eur'),
      sherpa_mrr_currency: truth?.currency.toUpperCase(),
    });
    expect((await shown(company))?.['sherpa_mrr']).not.toBe(before?.['sherpa_mrr']);
    expect(await patches()).toBe(count + 1);
  });

  test('says that a payment fails, that it is paid, and that the subscription has ended', async () => {
    const { company, payer, subscription } = one;
    const failed = z
      .object({ invoice: z.string() })
      .parse(await fleet.vendors.control('POST', 'stripe/fail-payment', { subscription }));
    const all = [
      { type: 'invoice', id: failed.invoice },
      { type: 'subscription', id: subscription },
      { type: 'customer', id: payer },
    ];
    await fleet.refresh('billing', all);
    expect(await shown(company)).toMatchObject({ sherpa_billing_health: 'failing' });
    await fleet.vendors.control('POST', 'stripe/recover', { subscription });
    await fleet.refresh('billing', all);
    expect(await shown(company)).toMatchObject({ sherpa_billing_health: 'ok' });
    await fleet.vendors.control('POST', 'stripe/cancel', { subscription, atPeriodEnd: false });
    await fleet.refresh('billing', all);
    expect(await shown(company)).toMatchObject({
      sherpa_billing_health: 'cancelled',
      sherpa_subscription_status: 'canceled',
      sherpa_mrr: 0,
      sherpa_renews_on: null,
    });
  });

  test('is written in hundreds', async () => {
    const objects = z.object({ objects: z.array(z.unknown()) });
    const sizes = (await fleet.tasks('sales', 'objects.patch')).map(
      ({ payload }) => objects.parse(payload).objects.length,
    );
    expect(Math.max(...sizes)).toBeGreaterThan(10);
    expect(sizes.length).toBeLessThan(15);
  });

  test('a record that HubSpot refuses is left to people, and keeps no other from being written', async () => {
    const { company, payer } = one;
    const { rows } = await sql<{ other: string; id: string }>`
      select stripe_customer_id as other, hubspot_company_id as id from customer_cache where kind = 'account'
        and hubspot_company_id <> ${company} and cardinality(stripe_customer_ids) > 0 order by id limit 1`.execute(
      fleet.db.engine,
    );
    const other = rows[0]?.id ?? '';
    await sql`delete from payment_mirror where object_id in (${company}, ${other})`.execute(fleet.db.engine);
    for (const path of ['batch/update', company])
      await fleet.vendors.control('POST', 'faults', {
        vendor: 'hubspot',
        path: `/crm/v3/objects/companies/${path}`,
        kind: 'status',
        status: 400,
        times: 'forever',
      });
    await sql`insert into payment_changes (tenant_id, payer) values
      (${fleet.tenantId}, ${payer}), (${fleet.tenantId}, ${rows[0]?.other ?? ''})`.execute(fleet.db.engine);
    expect((await fleet.run('billing', 'payments.mirror')).result).toEqual({
      payers: 2,
      written: 1,
      refused: 1,
    });
    const held = (await fleet.cases('payment-mirror')).find(({ key }) => key === `companies:${company}`);
    expect(held).toMatchObject({ status: 'held', reason: 'HubSpot refuses what is to be written on it.' });
    expect((await fleet.run('billing', 'payments.mirror')).result).toMatchObject({ payers: 0 });
  });

  test('a dry run lists what would be written', async () => {
    const { rows } = await sql<{ payer: string }>`
      select stripe_customer_id as payer from customer_cache where kind = 'account'
        and hubspot_company_id is not null and cardinality(stripe_customer_ids) > 0 order by id desc limit 1`.execute(
      fleet.db.engine,
    );
    await sql`delete from payment_mirror`.execute(fleet.db.engine);
    await sql`insert into payment_changes (tenant_id, payer) values (${fleet.tenantId}, ${rows[0]?.payer ?? ''})`.execute(
      fleet.db.engine,
    );
    const { result } = await fleet.dryRun('billing', 'payments.mirror');
    expect(result).toMatchObject({
      tasks: [{ agent: 'sales', type: 'objects.patch', payload: { type: 'companies' } }],
      stopped: null,
    });
  });
});
