import '@sherpa/devstack/vitest';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { sql } from 'kysely';
import { ensureTenant } from '../tenants.ts';
import { makeTestDatabase, type TestDatabase } from '../testing/index.ts';
import { newSource as source } from '../testing/new-source.ts';
import { applyCustomerSources } from './apply-sources.ts';
import { findCustomerByKey, getCustomer, listCustomers, type CustomerFilter } from './browse-customers.ts';
import { customerHistory } from './customer-history.ts';
import type { Customer } from './customer.ts';
import type { CustomerSource } from './customer-source.ts';
import { explainCustomer } from './explain-customer.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());

let tenants = 0;
const freshTenant = async (): Promise<string> => {
  tenants += 1;
  return (await ensureTenant(database.db.engine, `t${tenants}`)).id;
};

const apply = (tenantId: string, sources: readonly CustomerSource[]) =>
  database.db.withTenant(tenantId, (tx) => applyCustomerSources(tx, tenantId, sources));
const all = (tenantId: string): Promise<Customer[]> =>
  database.db.withTenant(tenantId, (tx) => listCustomers(tx, { limit: 1_000 }));
const byKey = (tenantId: string, key: string): Promise<Customer | undefined> =>
  database.db.withTenant(tenantId, (tx) => findCustomerByKey(tx, key));

describe('applyCustomerSources', () => {
  test('a contact and a payer with one e-mail are one customer, HubSpot naming it and Stripe counting its money', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [source('contact', '1', { name: 'Ada', email: 'ada@x.test', ownerId: '7' })]);
    await apply(tenantId, [
      source('customer', 'cus_1', { name: 'A. Lovelace', email: 'ADA@x.test', currency: 'eur' }),
      source(
        'subscription',
        'sub_1',
        { status: 'active', currency: 'eur', monthlyRevenueMinor: 4_900 },
        { keys: ['stripe:customer:cus_1'] },
      ),
      source(
        'subscription',
        'sub_2',
        { status: 'past_due', currency: 'usd', monthlyRevenueMinor: 100 },
        { keys: ['stripe:customer:cus_1'] },
      ),
    ]);
    const customers = await all(tenantId);
    expect(customers).toHaveLength(1);
    expect(customers[0]).toMatchObject({
      kind: 'person',
      name: 'Ada',
      ownerId: '7',
      billingEmail: 'ADA@x.test',
      stripeCustomerIds: ['cus_1'],
      subscriptionStatus: 'past_due',
      monthlyRevenue: { eur: 4_900, usd: 100 },
    });
  });

  test('a payer belongs to a person and to an account at once, and its money counts at both', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [
      source(
        'subscription',
        'sub_1',
        { currency: 'eur', monthlyRevenueMinor: 5 },
        { keys: ['stripe:customer:cus_1'] },
      ),
      source('customer', 'cus_1', { email: 'ada@acme.test' }),
    ]);
    expect(await all(tenantId)).toMatchObject([{ kind: 'person', monthlyRevenue: { eur: 5 } }]);
    await apply(tenantId, [source('company', '9', { name: 'Acme', domain: 'https://www.acme.test/' })]);
    // Nobody but the account is known by now.
    expect(await all(tenantId)).toMatchObject([
      { kind: 'account', name: 'Acme', monthlyRevenue: { eur: 5 } },
    ]);
    await apply(tenantId, [source('contact', '1', { name: 'Ada', email: 'ada@acme.test', companyId: '9' })]);
    const customers = await all(tenantId);
    expect(
      customers.map(({ kind, stripeCustomerIds }) => `${kind} ${stripeCustomerIds.join()}`).toSorted(),
    ).toEqual(['account cus_1', 'person cus_1']);
    const person = customers.find(({ kind }) => kind === 'person');
    const explained = await database.db.withTenant(tenantId, (tx) => explainCustomer(tx, person?.id ?? ''));
    expect(explained?.accountId).toBe(customers.find(({ kind }) => kind === 'account')?.id);
  });

  test('a payer that ties two customers together makes them one, and the older id survives and answers for the other', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [source('customer', 'cus_1', { email: 'a@x.test' })]);
    await apply(tenantId, [source('contact', '2', { name: 'New', email: 'b@x.test' })]);
    const [older, newer] = await all(tenantId);
    await apply(tenantId, [
      source('customer', 'cus_3', { email: 'a@x.test' }, { keys: ['hubspot:contact:2'] }),
    ]);
    expect((await all(tenantId)).map(({ id }) => id)).toEqual([older?.id]);
    const merged = await database.db.withTenant(tenantId, (tx) => getCustomer(tx, newer?.id ?? ''));
    expect(merged?.id).toBe(older?.id);
  });

  test('a payer whose address changes leaves, and takes its money along', async () => {
    const tenantId = await freshTenant();
    const paying = source(
      'subscription',
      's',
      { currency: 'eur', monthlyRevenueMinor: 5 },
      { keys: ['stripe:customer:cus_1'] },
    );
    await apply(tenantId, [
      source('contact', '1', { email: 'a@x.test' }),
      source('customer', 'cus_1', { email: 'a@x.test' }),
      paying,
    ]);
    const [before] = await all(tenantId);
    await apply(tenantId, [source('customer', 'cus_1', { email: 'b@x.test' }, { version: 2 })]);
    const left = await byKey(tenantId, 'hubspot:contact:1');
    expect(left).toMatchObject({ id: before?.id, monthlyRevenue: {}, stripeCustomerIds: [] });
    expect(await byKey(tenantId, 'email:b@x.test')).toMatchObject({ monthlyRevenue: { eur: 5 } });
  });

  test('an older version of an object is ignored', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [source('contact', '1', { name: 'Newer' }, { version: 5 })]);
    expect(await apply(tenantId, [source('contact', '1', { name: 'Older' }, { version: 4 })])).toEqual({
      applied: 0,
      stale: 1,
      suppressed: 0,
    });
    expect((await all(tenantId))[0]?.name).toBe('Newer');
  });

  test('applying the same page again changes no version and writes no history', async () => {
    const tenantId = await freshTenant();
    const page = [
      source('contact', '1', { name: 'Same', email: 's@x.test' }),
      source('customer', 'cus_1', { email: 's@x.test', currency: 'eur' }),
    ];
    await apply(tenantId, page);
    await apply(
      tenantId,
      page.map((one) => ({ ...one, version: 2 })),
    );
    expect((await all(tenantId))[0]?.version).toBe(1);
  });

  test('a customer whose last object was deleted is a tombstone that keeps its bills, until it is restored', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [
      source('customer', 'cus_1', { name: 'Gone', email: 'g@x.test' }),
      source(
        'invoice',
        'in_1',
        { currency: 'eur', amountDueMinor: 700 },
        { keys: ['stripe:customer:cus_1'] },
      ),
    ]);
    const [customer] = await all(tenantId);
    await apply(tenantId, [source('customer', 'cus_1', {}, { version: 2, deleted: true })]);
    expect(await all(tenantId)).toEqual([]);
    const shown = await database.db.withTenant(tenantId, (tx) => getCustomer(tx, customer?.id ?? ''));
    expect(shown).toMatchObject({ name: 'Gone', receivable: { eur: 700 }, deletedAt: expect.any(Date) });
    await apply(tenantId, [source('customer', 'cus_1', { name: 'Back', email: 'g@x.test' }, { version: 3 })]);
    expect(await all(tenantId)).toMatchObject([{ id: customer?.id, name: 'Back', deletedAt: null }]);
  });

  test('what was deleted before anybody saw it leaves no customer', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [source('customer', 'cus_1', {}, { deleted: true })]);
    expect(await byKey(tenantId, 'stripe:customer:cus_1')).toBeUndefined();
  });
});

describe('objects that a vendor has merged', () => {
  const survivor = source(
    'contact',
    '3',
    { name: 'Survivor', email: 'a@x.test' },
    {
      keys: ['hubspot:contact:1', 'hubspot:contact:2', 'email:b@x.test'],
      version: 50,
    },
  );
  const first = source('contact', '1', { name: 'First', email: 'a@x.test' }, { version: 99 });
  const second = source('contact', '2', { name: 'Second', email: 'b@x.test' }, { version: 99 });

  test('edge case 8: merged records do not linger, the survivor has a new id, and a tombstone outranks the last version', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [first]);
    await apply(tenantId, [second]);
    const [oldest] = await all(tenantId);
    // A crash between the survivor and the tombstones: nothing of either is kept.
    await expect(
      database.db.withTenant(tenantId, async (tx) => {
        await applyCustomerSources(tx, tenantId, [survivor]);
        throw new RangeError('crash');
      }),
    ).rejects.toThrow('crash');
    expect(await all(tenantId)).toHaveLength(2);
    await apply(tenantId, [survivor]);
    expect(await all(tenantId)).toMatchObject([{ id: oldest?.id, name: 'Survivor', hubspotContactId: '3' }]);
    // A late page shows the merged record as it last was, and newer than anything else.
    expect(await apply(tenantId, [{ ...first, version: 1_000 }])).toMatchObject({ applied: 0, stale: 1 });
    expect((await all(tenantId)).map(({ name }) => name)).toEqual(['Survivor']);
  });

  test('edge case 8: it is the same where the survivor is seen before those it absorbed', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [survivor]);
    await apply(tenantId, [first, second]);
    expect(await all(tenantId)).toMatchObject([{ name: 'Survivor', hubspotContactId: '3' }]);
    expect(await byKey(tenantId, 'hubspot:contact:1')).toMatchObject({ name: 'Survivor' });
  });

  test('edge case 9: the list of all that was ever merged does not retire anything twice', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [first, second, survivor]);
    const tombstones = () =>
      sql`select node, merged_into, updated_at from customer_sources
        where tenant_id = ${tenantId} and merged_into is not null order by node`.execute(database.db.engine);
    const before = await tombstones();
    expect(before.rows).toMatchObject([
      { merged_into: 'hubspot:contact:3' },
      { merged_into: 'hubspot:contact:3' },
    ]);
    const [customer] = await all(tenantId);
    for (const version of [51, 52]) await apply(tenantId, [{ ...survivor, version }]);
    // And merged once more: the last survivor carries them all.
    await apply(tenantId, [
      source(
        'contact',
        '5',
        { name: 'Last', email: 'a@x.test' },
        {
          keys: ['hubspot:contact:3', 'hubspot:contact:1', 'hubspot:contact:2'],
          version: 60,
        },
      ),
    ]);
    const after = await tombstones();
    expect(after.rows.slice(0, 2)).toEqual(before.rows);
    expect(after.rows).toHaveLength(3);
    const last = await all(tenantId);
    expect(last).toMatchObject([{ id: customer?.id, name: 'Last' }]);
    const history = await database.db.withTenant(tenantId, (tx) =>
      customerHistory(tx, customer?.id ?? '', { limit: 20 }),
    );
    expect(history.filter(({ kind }) => kind === 'changed')).toHaveLength(1);
  });
});

describe('a field', () => {
  const paying = (id: string, createdMs: number) => ({ email: 'ada@x.test', currency: id, createdMs });

  test('is said by the system that owns it, however old that is, and others are told as drift', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [
      source(
        'customer',
        'cus_1',
        { name: 'A. L.', email: 'Ada@x.test', phone: '+1 555 0100', currency: 'eur' },
        { version: 900 },
      ),
      source('contact', '1', { name: 'Ada Lovelace', email: 'ada@x.test', phone: null }),
    ]);
    const [customer] = await all(tenantId);
    expect(customer).toMatchObject({ name: 'Ada Lovelace', phone: '+1 555 0100', currency: 'eur' });
    const explained = await database.db.withTenant(tenantId, (tx) => explainCustomer(tx, customer?.id ?? ''));
    const why = new Map(explained?.fields.map((field) => [field.field, field]));
    expect(why.get('name')).toMatchObject({
      system: 'hubspot',
      externalId: '1',
      rule: 'owner',
      at: new Date(1),
    });
    expect(why.get('phone')).toMatchObject({ system: 'stripe', externalId: 'cus_1', rule: 'fallback' });
    expect(why.get('currency')).toMatchObject({ system: 'stripe', rule: 'owner', value: 'eur' });
    expect(explained?.drift).toEqual([
      { field: 'name', system: 'stripe', objectType: 'customer', externalId: 'cus_1', value: 'A. L.' },
    ]);
    const drifting = await database.db.withTenant(tenantId, (tx) =>
      listCustomers(tx, { hasDrift: true, limit: 5 }),
    );
    expect(drifting.map(({ id }) => id)).toEqual([customer?.id]);
    expect(explained?.edges.map(({ b, kind, strength }) => [b, kind, strength])).toContainEqual([
      'email:ada@x.test',
      'email',
      'strong',
    ]);
  });

  test('of money comes from the payer that pays, then the one that paid last, then the oldest', async () => {
    const tenantId = await freshTenant();
    const primary = async (): Promise<unknown> => (await all(tenantId))[0]?.stripeCustomerIds;
    await apply(tenantId, [
      source('customer', 'cus_2', paying('usd', 2)),
      source('customer', 'cus_1', paying('eur', 1)),
      source('customer', 'cus_3', paying('gbp', 3)),
    ]);
    expect(await primary()).toEqual(['cus_1', 'cus_2', 'cus_3']);
    await apply(tenantId, [
      source('invoice', 'in_3', { status: 'paid', createdMs: 9 }, { keys: ['stripe:customer:cus_3'] }),
    ]);
    expect(await primary()).toEqual(['cus_3', 'cus_1', 'cus_2']);
    const sub = { status: 'active', currency: 'usd', monthlyRevenueMinor: 3 };
    await apply(tenantId, [source('subscription', 'sub_2', sub, { keys: ['stripe:customer:cus_2'] })]);
    expect(await primary()).toEqual(['cus_2', 'cus_3', 'cus_1']);
    expect(await all(tenantId)).toMatchObject([{ stripeCustomerId: 'cus_2', currency: 'usd' }]);
  });

  test('says no to our e-mails if anybody did', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [
      source('contact', '1', { email: 'a@x.test', emailOptOut: false }, { version: 9 }),
      source(
        'page',
        'p',
        { emailOptOut: true, onboardingStatus: 'kick-off' },
        { keys: ['hubspot:contact:1'] },
      ),
    ]);
    expect(await all(tenantId)).toMatchObject([{ emailOptOut: true, onboardingStatus: 'kick-off' }]);
  });

  test('keeps what it was in the history, with what changed it', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [source('contact', '1', { name: 'Ada', lifecycleStage: 'lead' })]);
    await apply(tenantId, [
      source('contact', '1', { name: 'Ada', lifecycleStage: 'customer' }, { version: 2 }),
    ]);
    const [customer] = await all(tenantId);
    const history = await database.db.withTenant(tenantId, (tx) =>
      customerHistory(tx, customer?.id ?? '', { limit: 10 }),
    );
    expect(history).toMatchObject([
      {
        kind: 'changed',
        cause: { kind: 'sources', objects: ['hubspot:contact:1'] },
        changes: [{ field: 'lifecycleStage', from: 'lead', to: 'customer' }],
      },
    ]);
  });
});

describe('looking customers up', () => {
  test('by the beginnings of words of name, company or e-mail, whatever the script', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [
      source('contact', '1', { name: 'Zoë O’Brien', email: 'zoe.obrien@fjord.test', company: 'Fjord AS' }),
      source('contact', '2', { name: '山田 太郎', email: null }),
      source('contact', '3', { name: 'Müller & Söhne «Spezial» GmbH', company: 'Zenith Energy S.A.' }),
    ]);
    const find = (query: string): Promise<(string | null)[]> =>
      database.db.withTenant(tenantId, async (tx) =>
        (await listCustomers(tx, { query, limit: 10 })).map((customer) => customer.hubspotContactId),
      );
    expect(await find('zo')).toEqual(['1']);
    expect(await find('fjor obri')).toEqual(['1']);
    expect(await find('山田')).toEqual(['2']);
    expect(await find('Zenith Energy S.A.')).toEqual(['3']);
    expect(await find('zenith energy s')).toEqual(['3']);
    expect(await find('Müller & Söhne «Spezial» GmbH')).toEqual(['3']);
    expect(await find("':* | !()")).toEqual([]);
    // Where nothing matches, what looks alike does.
    expect(await find('Zenih')).toEqual(['3']);
    expect(await find('Zenih Qqqqq')).toEqual([]);
    expect(await find('Müler')).toEqual(['3']);
  });

  test('by the whole name before a part of another one', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [
      source('contact', '1', { name: 'Adam Lovelace-Byron' }),
      source('contact', '2', { name: 'Ada Lovelace' }),
    ]);
    const found = await database.db.withTenant(tenantId, (tx) =>
      listCustomers(tx, { query: 'ada lovelace', limit: 10 }),
    );
    expect(found.map(({ name }) => name)).toEqual(['Ada Lovelace', 'Adam Lovelace-Byron']);
  });

  test('by a vendor object’s own key, by an address, and by id', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [source('customer', 'cus_k', { name: 'K', email: 'k@x.test' })]);
    const found = await byKey(tenantId, 'stripe:customer:cus_k');
    expect(found?.name).toBe('K');
    expect(await byKey(tenantId, 'email:k@x.test')).toEqual(found);
    const shown = await database.db.withTenant(tenantId, (tx) => getCustomer(tx, found?.id ?? ''));
    expect(shown).toEqual(found);
    expect(await byKey(tenantId, 'email:nobody@x.test')).toBeUndefined();
  });
});

describe('a list of customers', () => {
  const fill = async (): Promise<string> => {
    const tenantId = await freshTenant();
    await sql`insert into customer_cache (tenant_id, id, kind, lifecycle_stage, owner_id, subscription_status,
        monthly_revenue, receivable)
      select ${tenantId}::uuid, gen_random_uuid(), case when n % 2 = 0 then 'person' else 'account' end,
        case when n % 5000 = 0 then 'evangelist' else 'lead' end, (n % 2000)::text,
        case when n % 4000 = 0 then 'past_due' when n % 3 = 0 then 'active' end, '{}', '{}'
      from generate_series(1, 20000) n`.execute(database.db.engine);
    await sql`analyze customer_cache`.execute(database.db.engine);
    return tenantId;
  };

  test('is narrowed by what customers are, and reads no more than that', async () => {
    const tenantId = await fill();
    const count = async (filter: Omit<CustomerFilter, 'limit'>): Promise<number> =>
      (await database.db.withTenant(tenantId, (tx) => listCustomers(tx, { ...filter, limit: 100 }))).length;
    expect(await count({ statuses: ['past_due', 'unpaid'] })).toBe(5);
    expect(await count({ statuses: [] })).toBe(0);
    expect(await count({ stage: 'evangelist' })).toBe(4);
    expect(await count({ owner: '7' })).toBe(10);
    expect(await count({ owner: '8', kind: 'account' })).toBe(0);
    const indexOf = (condition: ReturnType<typeof sql<boolean>>): Promise<string> =>
      database.db.withTenant(tenantId, async (tx) => {
        const { rows } = await sql<{
          'QUERY PLAN': unknown;
        }>`explain (format json) select id from customer_cache
          where deleted_at is null and ${condition} order by id limit 21`.execute(tx);
        return JSON.stringify(rows);
      });
    const statuses = sql<boolean>`subscription_status = any(${['past_due', 'unpaid']}::text[])`;
    expect(await indexOf(statuses)).toContain('customer_cache_by_status');
    expect(await indexOf(sql<boolean>`lifecycle_stage = ${'evangelist'}`)).toContain(
      'customer_cache_by_stage',
    );
    expect(await indexOf(sql<boolean>`owner_id = ${'7'}`)).toContain('customer_cache_by_owner');
  });
});
