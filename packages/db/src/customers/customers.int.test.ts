import '@sherpa/devstack/vitest';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { ensureTenant } from '../tenants.ts';
import { makeTestDatabase, type TestDatabase } from '../testing/index.ts';
import { applyCustomerSources } from './apply-sources.ts';
import { findCustomerByKey, getCustomer, listCustomers, type Customer } from './browse-customers.ts';
import type { CustomerSource, SourceFields } from './customer-source.ts';

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

const source = (
  objectType: 'contact' | 'company' | 'customer' | 'subscription',
  externalId: string,
  fields: SourceFields,
  keys: readonly string[] = [],
): CustomerSource => {
  const system = objectType === 'contact' || objectType === 'company' ? 'hubspot' : 'stripe';
  const own = `${system}:${objectType}:${externalId}`;
  return {
    system,
    objectType,
    externalId,
    keys: [own, ...keys],
    fields,
    version: 1,
    deleted: false,
  };
};

const apply = (tenantId: string, sources: readonly CustomerSource[]) =>
  database.db.withTenant(tenantId, (tx) => applyCustomerSources(tx, tenantId, sources));
const all = (tenantId: string): Promise<Customer[]> =>
  database.db.withTenant(tenantId, (tx) => listCustomers(tx, { limit: 1_000 }));

describe('applyCustomerSources', () => {
  test('a contact and a payer with one e-mail are one customer, HubSpot naming it and Stripe counting its money', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [
      source('contact', '1', { name: 'Ada', email: 'ada@x.test', ownerId: '7' }, ['email:ada@x.test']),
    ]);
    await apply(tenantId, [
      source('customer', 'cus_1', { name: 'A. Lovelace', email: 'ADA@x.test', currency: 'eur' }, [
        'email:ada@x.test',
      ]),
      source('subscription', 'sub_1', { status: 'active', currency: 'eur', monthlyRevenueMinor: 4_900 }, [
        'stripe:customer:cus_1',
      ]),
      source('subscription', 'sub_2', { status: 'past_due', currency: 'usd', monthlyRevenueMinor: 100 }, [
        'stripe:customer:cus_1',
      ]),
    ]);
    const customers = await all(tenantId);
    expect(customers).toHaveLength(1);
    expect(customers[0]).toMatchObject({
      name: 'Ada',
      ownerId: '7',
      stripeCustomerIds: ['cus_1'],
      subscriptionStatus: 'past_due',
      monthlyRevenue: { eur: 4_900, usd: 100 },
    });
  });

  test('an object that ties two customers together makes them one, and the older id survives', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [source('contact', '1', { name: 'Old' }, ['email:a@x.test'])]);
    await apply(tenantId, [source('contact', '2', { name: 'New' }, ['email:b@x.test'])]);
    const older = (await all(tenantId))[0]?.id;
    await apply(tenantId, [source('customer', 'cus_1', {}, ['email:a@x.test', 'hubspot:contact:2'])]);
    expect((await all(tenantId)).map((customer) => customer.id)).toEqual([older]);
  });

  test('an older version of an object is ignored', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [{ ...source('contact', '1', { name: 'Newer' }), version: 5 }]);
    expect(await apply(tenantId, [{ ...source('contact', '1', { name: 'Older' }), version: 4 }])).toEqual({
      applied: 0,
      stale: 1,
    });
    expect((await all(tenantId))[0]?.name).toBe('Newer');
  });

  test('applying the same page again changes no version', async () => {
    const tenantId = await freshTenant();
    const page = [source('contact', '1', { name: 'Same' }, ['email:s@x.test'])];
    await apply(tenantId, page);
    await apply(tenantId, page);
    expect((await all(tenantId))[0]?.version).toBe(1);
  });

  test('a customer whose last object was deleted is gone', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [source('contact', '1', { name: 'Gone' })]);
    await apply(tenantId, [{ ...source('contact', '1', {}), version: 2, deleted: true }]);
    expect(await all(tenantId)).toEqual([]);
  });

  test('the same objects end in the same customers, in whatever order and pages they come', async () => {
    const world = [
      source('contact', '1', { name: 'One', createdMs: 1 }, ['email:one@x.test']),
      source('contact', '2', { name: 'Two', createdMs: 2 }, ['email:two@x.test']),
      source('contact', '3', { name: 'Three', createdMs: 3 }),
      source('company', '9', { name: 'Nine Ltd', createdMs: 4 }),
      source('customer', 'cus_1', { currency: 'eur', createdMs: 5 }, ['email:one@x.test']),
      source('customer', 'cus_2', { currency: 'eur', createdMs: 6 }, ['hubspot:contact:2']),
      source('customer', 'cus_3', { createdMs: 7 }, ['hubspot:company:9']),
      source('customer', 'cus_4', { createdMs: 8 }, ['email:one@x.test']),
      source('subscription', 'sub_1', { status: 'active', currency: 'eur', monthlyRevenueMinor: 5 }, [
        'stripe:customer:cus_4',
      ]),
      source('subscription', 'sub_2', { status: 'canceled' }, ['stripe:customer:cus_9']),
    ];
    const essence = (customers: Customer[]): string[] =>
      customers
        .map((customer) => JSON.stringify({ ...customer, id: 0, version: 0, createdAt: 0, updatedAt: 0 }))
        .toSorted();
    const reference = await freshTenant();
    await apply(reference, world);
    const expected = essence(await all(reference));
    expect(expected).toHaveLength(4);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(world, { minLength: world.length }),
        fc.integer({ min: 1, max: 4 }),
        async (order, pageSize) => {
          const tenantId = await freshTenant();
          for (let from = 0; from < order.length; from += pageSize) {
            await apply(tenantId, order.slice(from, from + pageSize));
          }
          expect(essence(await all(tenantId))).toEqual(expected);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('pages applied at the same time do not make a customer twice', async () => {
    const tenantId = await freshTenant();
    const pages = Array.from({ length: 8 }, (_, index) => [
      source('customer', `cus_${index}`, {}, ['email:same@x.test']),
    ]);
    await Promise.all(pages.map((page) => apply(tenantId, page)));
    expect(await all(tenantId)).toHaveLength(1);
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
  });

  test('by a vendor object’s own key, and by id', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [source('customer', 'cus_k', { name: 'K' })]);
    const found = await database.db.withTenant(tenantId, (tx) =>
      findCustomerByKey(tx, 'stripe:customer:cus_k'),
    );
    expect(found?.name).toBe('K');
    const shown = await database.db.withTenant(tenantId, (tx) => getCustomer(tx, found?.id ?? ''));
    expect(shown).toEqual(found);
  });
});
