import '@sherpa/devstack/vitest';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { ensureTenant } from '../tenants.ts';
import { makeTestDatabase, type TestDatabase } from '../testing/index.ts';
import { newSource as source } from '../testing/new-source.ts';
import { applyCustomerSources } from './apply-sources.ts';
import { findCustomerByKey, getCustomer, listCustomers } from './browse-customers.ts';
import { mergeCustomers } from './by-hand/merge-customers.ts';
import { splitCustomer } from './by-hand/split-customer.ts';
import { undoMerge } from './by-hand/undo-merge.ts';
import { customerHistory } from './customer-history.ts';
import type { Customer } from './customer.ts';
import type { CustomerSource } from './customer-source.ts';
import { listReviews } from './reviews/browse-reviews.ts';
import { decideReview } from './reviews/decide-review.ts';
import type { Review } from './reviews/review.ts';

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
const openReviews = (tenantId: string): Promise<Review[]> =>
  database.db.withTenant(tenantId, (tx) => listReviews(tx, { status: 'open', limit: 100 }));
const byKey = async (tenantId: string, key: string): Promise<Customer> => {
  const found = await database.db.withTenant(tenantId, (tx) => findCustomerByKey(tx, key));
  if (found === undefined) throw new RangeError(key);
  return found;
};

/** Who is one customer, at both levels, by the names of the objects. */
const partition = async (tenantId: string): Promise<string[]> => {
  const { rows } = await sql<{ members: string }>`
    select level || ' ' || string_agg(node, ' ' order by node) as members from (
      select 'person' as level, person_id as id, node from customer_sources where tenant_id = ${tenantId}
      union all
      select 'account', account_id, node from customer_sources where tenant_id = ${tenantId}
    ) m where id is not null group by level, id order by 1`.execute(database.db.engine);
  return rows.map(({ members }) => members);
};

const said = { by: 'ada', reason: 'I know them.' };

describe('what joins and what does not', () => {
  test('an id that a payer names outweighs its address, and people are told', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [
      source('contact', '7', { email: 'seven@x.test' }),
      source('contact', '8', { email: 'eight@x.test' }),
      source('customer', 'cus_1', { email: 'eight@x.test' }, { keys: ['hubspot:contact:7'] }),
    ]);
    expect(await partition(tenantId)).toEqual([
      'person hubspot:contact:7 stripe:customer:cus_1',
      'person hubspot:contact:8',
    ]);
    expect(await openReviews(tenantId)).toMatchObject([
      { kind: 'disagreement', a: 'stripe:customer:cus_1', b: 'email:eight@x.test', reason: 'two-contacts' },
    ]);
  });

  test('two explicit ids that contradict one another join nobody by themselves', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [
      source('contact', '7', {}, { keys: ['stripe:customer:cus_1'] }),
      source('contact', '8', {}, { keys: ['stripe:customer:cus_1'] }),
      source('customer', 'cus_1'),
      source('contact', '9', {}, { keys: ['stripe:customer:cus_2'] }),
      source('customer', 'cus_2', {}, { keys: ['hubspot:contact:7'] }),
    ]);
    expect(await partition(tenantId)).toEqual([
      'person hubspot:contact:7 stripe:customer:cus_2',
      'person hubspot:contact:8',
      'person hubspot:contact:9',
      'person stripe:customer:cus_1',
    ]);
    const reviews = await openReviews(tenantId);
    expect(reviews.map(({ a, b, reason }) => `${a} ${b} ${reason}`).toSorted()).toEqual([
      'hubspot:contact:7 stripe:customer:cus_1 other-partner-named',
      'hubspot:contact:8 stripe:customer:cus_1 other-partner-named',
      'hubspot:contact:9 stripe:customer:cus_2 other-partner-named',
    ]);
  });

  test('a mailbox of a function, of everybody, or of too many joins nobody', async () => {
    const tenantId = await freshTenant();
    const crowd = Array.from({ length: 11 }, (_, index) =>
      source('customer', `cus_${index}`, { email: 'team@x.test' }),
    );
    await apply(tenantId, [
      source('customer', 'cus_a', { email: 'billing@x.test' }),
      source('customer', 'cus_b', { email: 'billing@x.test' }),
      source('customer', 'cus_c', { email: 'x@mailinator.com' }),
      source('customer', 'cus_d', { email: 'x@mailinator.com' }),
      ...crowd.slice(0, 10),
    ]);
    expect(await partition(tenantId)).toHaveLength(5);
    await apply(tenantId, crowd.slice(10));
    expect(await partition(tenantId)).toHaveLength(4 + 11);
    expect(await openReviews(tenantId)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'quarantine', a: 'email:team@x.test', reason: 'address-of-many' }),
        expect.objectContaining({ kind: 'suggestion', a: 'email:billing@x.test', reason: 'alike' }),
      ]),
    );
    // One of them gets an address of its own, and the mailbox is no longer that of too many.
    await apply(tenantId, [source('customer', 'cus_10', { email: 'own@x.test' }, { version: 2 })]);
    expect(await partition(tenantId)).toHaveLength(4 + 2);
    expect((await openReviews(tenantId)).map(({ reason }) => reason)).not.toContain('address-of-many');
  });

  test('an address of several names is that of several people, unless it is a contact that has it', async () => {
    const tenantId = await freshTenant();
    const payers = ['Ada Adler', 'Bob Brandt', 'Carla Costa', 'Dmitri Dietz'].map((name, index) =>
      source('customer', `cus_${index}`, { name, email: 'team-1@x.test' }),
    );
    await apply(tenantId, payers.slice(0, 3));
    expect(await partition(tenantId)).toHaveLength(1);
    await apply(tenantId, payers.slice(3));
    expect(await partition(tenantId)).toHaveLength(4);
    await apply(tenantId, [source('contact', '1', { name: 'Ada Adler', email: 'team-1@x.test' })]);
    expect(await partition(tenantId)).toHaveLength(1);
  });

  test('companies with one domain are one account, but not those at a mailbox provider', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [
      source('company', '1', { name: 'Acme', domain: 'acme.test' }),
      source('company', '2', { name: 'ACME Europe', domain: 'https://eu.acme.test' }),
      source('company', '3', { name: 'Corner Shop', domain: 'gmail.com' }),
      source('company', '4', { name: 'Other Shop', domain: 'gmail.com' }),
      source('customer', 'cus_1', { email: 'billing@mail.acme.test' }),
      source('customer', 'cus_2', { email: 'shop@gmail.com' }),
      source('customer', 'cus_3', {}, { keys: ['hubspot:company:3'] }),
    ]);
    expect(await partition(tenantId)).toEqual([
      'account hubspot:company:1 hubspot:company:2 stripe:customer:cus_1',
      'account hubspot:company:3 stripe:customer:cus_3',
      'account hubspot:company:4',
      'person stripe:customer:cus_2',
    ]);
  });

  test('a number, a name at one company and a Gmail mailbox only suggest', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [
      source('contact', '1', { name: 'Ada Lovelace', email: 'ada@acme.test', phone: '+49 30 123456' }),
      source('contact', '2', { name: 'LOVELACE, Ada', email: 'a.lovelace@acme.test' }),
      source('customer', 'cus_1', { phone: '0049 (30) 123-456' }),
      source('contact', '3', { email: 'a.d.a@gmail.com' }),
      source('customer', 'cus_2', { email: 'ada+stripe@googlemail.com' }),
    ]);
    expect(await partition(tenantId)).toHaveLength(5);
    expect((await openReviews(tenantId)).map(({ a }) => a).toSorted()).toEqual([
      'mailbox:ada@gmail.com',
      'name:ada lovelace@acme.test',
      'phone:+4930123456',
    ]);
  });
});

describe('the same objects', () => {
  const address = (name: string) => ({ email: `${name}@x.test` });
  const world: readonly CustomerSource[] = [
    source('contact', '1', { name: 'One', createdMs: 1, ...address('one') }),
    source('contact', '2', { name: 'Two', createdMs: 2, ...address('two'), companyId: '9' }),
    source('contact', '3', { name: 'Three', createdMs: 3 }, { keys: ['email:one@x.test'] }),
    source('contact', '4', { createdMs: 4, ...address('four') }, { keys: ['stripe:customer:cus_5'] }),
    source('contact', '5', { createdMs: 5 }, { keys: ['stripe:customer:cus_5'] }),
    source(
      'contact',
      '6',
      { createdMs: 6, ...address('six') },
      { keys: ['hubspot:contact:7', 'email:seven@x.test'] },
    ),
    source('contact', '7', { createdMs: 7, ...address('seven') }, { version: 50 }),
    source('company', '9', { name: 'Nine Ltd', createdMs: 4, domain: 'nine.test' }),
    source('company', '10', { name: 'Nine Inc', createdMs: 5, domain: 'www.nine.test' }),
    source('customer', 'cus_1', { currency: 'eur', createdMs: 5, ...address('one') }),
    source('customer', 'cus_2', { currency: 'eur', createdMs: 6 }, { keys: ['hubspot:contact:2'] }),
    source(
      'customer',
      'cus_3',
      { createdMs: 7, email: 'billing@nine.test' },
      { keys: ['hubspot:company:9'] },
    ),
    source('customer', 'cus_4', { createdMs: 8, ...address('one') }, { keys: ['hubspot:contact:2'] }),
    source('customer', 'cus_5', { createdMs: 9, email: 'cfo@nine.test' }),
    source('customer', 'cus_6', { createdMs: 9, ...address('seven') }),
    ...Array.from({ length: 11 }, (_, index) =>
      source('customer', `cus_m${index}`, { createdMs: index, ...address('many') }),
    ),
    source('customer', 'cus_9', {}, { deleted: true }),
    source('page', 'p1', { onboardingStatus: 'done' }, { keys: ['stripe:customer:cus_6'] }),
    source(
      'subscription',
      'sub_1',
      { status: 'active', currency: 'eur', monthlyRevenueMinor: 5 },
      { keys: ['stripe:customer:cus_4'] },
    ),
    source('subscription', 'sub_2', { status: 'canceled' }, { keys: ['stripe:customer:cus_9'] }),
    source('invoice', 'in_1', { currency: 'eur', amountDueMinor: 9 }, { keys: ['stripe:customer:cus_3'] }),
  ];
  const essence = async (tenantId: string): Promise<string[]> => [
    ...(await partition(tenantId)),
    ...(await all(tenantId))
      .map((customer) => JSON.stringify({ ...customer, id: 0, version: 0, createdAt: 0, updatedAt: 0 }))
      .toSorted(),
    ...(await openReviews(tenantId))
      .map(({ kind, a, b, reason, subjects }) => JSON.stringify({ kind, a, b, reason, subjects }))
      .toSorted(),
  ];
  const pages = (order: readonly CustomerSource[], size: number): CustomerSource[][] =>
    Array.from({ length: Math.ceil(order.length / size) }, (_, page) =>
      order.slice(page * size, (page + 1) * size),
    );

  let expected: string[];
  beforeAll(async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, world);
    expected = await essence(tenantId);
  });

  test('follow what a vendor merged, and what a page names', () => {
    expect(expected).toContain(
      'person hubspot:contact:6 hubspot:contact:7 notion:page:p1 stripe:customer:cus_6',
    );
  });

  test('end in the same customers and the same questions, in whatever order and pages they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...world], { minLength: world.length }),
        fc.integer({ min: 1, max: 9 }),
        async (order, size) => {
          const tenantId = await freshTenant();
          for (const page of pages(order, size)) await apply(tenantId, page);
          expect(await essence(tenantId)).toEqual(expected);
        },
      ),
      { numRuns: 6 },
    );
  });

  test('also where several processes take them in at once, some of them twice and in an older state', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...world], { minLength: world.length }),
        fc.shuffledSubarray([...world]),
        fc.integer({ min: 2, max: 9 }),
        async (order, again, size) => {
          const tenantId = await freshTenant();
          const older = again.map((one) => ({
            ...one,
            version: one.version - 1,
            fields: { name: 'Old', ...address('old') },
          }));
          const some = [...pages(older, size), ...pages(order, size), ...pages(again, size)];
          await Promise.all(some.map((page) => apply(tenantId, page)));
          expect(await essence(tenantId)).toEqual(expected);
        },
      ),
      { numRuns: 5 },
    );
  });

  test('change their place as if they had been so from the start', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...world], { minLength: world.length }), async (order) => {
        const tenantId = await freshTenant();
        const before = order.map((one, index) => ({
          ...one,
          version: 0,
          keys: [one.keys[0] ?? '', ...(order[(index + 1) % order.length]?.keys.slice(1) ?? [])],
          fields: order[(index + 2) % order.length]?.fields ?? {},
        }));
        // What a vendor has merged stays merged.
        const kindOf = (key: string): string => key.slice(0, key.lastIndexOf(':'));
        const settled = before.filter(({ keys: [own = '', ...rest] }) =>
          rest.every((key) => kindOf(key) !== kindOf(own)),
        );
        await apply(tenantId, settled);
        await apply(tenantId, order);
        expect(await partition(tenantId)).toEqual(
          expected.filter((line) => /^(?:person|account) /u.test(line)),
        );
      }),
      { numRuns: 6 },
    );
  });

  test('that all come at the same moment do not make a customer twice', async () => {
    const tenantId = await freshTenant();
    const payers = Array.from({ length: 8 }, (_, index) => [
      source('customer', `cus_${index}`, address('same')),
    ]);
    await Promise.all(payers.map((page) => apply(tenantId, page)));
    expect(await all(tenantId)).toHaveLength(1);
  });
});

describe('what people say', () => {
  const two = async (): Promise<{ tenantId: string; ids: [string, string] }> => {
    const tenantId = await freshTenant();
    await apply(tenantId, [source('contact', '1', { name: 'Ada', email: 'ada@x.test' })]);
    await apply(tenantId, [
      source('customer', 'cus_1', { name: 'A. L.', email: 'al@y.test', currency: 'eur' }),
    ]);
    const [one, other] = await all(tenantId);
    return { tenantId, ids: [one?.id ?? '', other?.id ?? ''] };
  };
  const history = (tenantId: string, id: string) =>
    database.db.withTenant(tenantId, (tx) => customerHistory(tx, id, { limit: 20 }));

  test('joins customers, and can be undone: the one that was merged has its id again', async () => {
    const { tenantId, ids } = await two();
    const before = await all(tenantId);
    const merged = await database.db.withTenant(tenantId, (tx) =>
      mergeCustomers(tx, tenantId, { ids, ...said }),
    );
    expect(merged).toBe(ids[0]);
    expect(await all(tenantId)).toMatchObject([{ id: ids[0], name: 'Ada', stripeCustomerIds: ['cus_1'] }]);
    const [merge] = (await history(tenantId, merged)).filter(({ kind }) => kind === 'merge');
    expect(merge).toMatchObject({
      otherId: ids[1],
      objects: ['stripe:customer:cus_1'],
      cause: { kind: 'merge', by: 'ada' },
    });
    const back = await database.db.withTenant(tenantId, (tx) =>
      undoMerge(tx, tenantId, { eventId: merge?.id ?? '', ...said }),
    );
    expect(back).toBe(ids[1]);
    const after = await all(tenantId);
    expect(after.map(({ id, name }) => [id, name])).toEqual([
      [ids[0], 'Ada'],
      [ids[1], 'A. L.'],
    ]);
    // It is as old as it was, and has changed once more.
    expect(after[1]).toMatchObject({ createdAt: before[1]?.createdAt, version: 2 });
    await expect(
      database.db.withTenant(tenantId, (tx) =>
        undoMerge(tx, tenantId, { eventId: merge?.id ?? '', ...said }),
      ),
    ).rejects.toMatchObject({ name: 'ConflictError' });
  });

  test('a merge by an address is undone for good, although the address is still the same', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [source('customer', 'cus_1', { email: 'a@x.test' })]);
    await apply(tenantId, [source('contact', '1', { email: 'b@x.test' })]);
    await apply(tenantId, [source('contact', '1', { email: 'a@x.test' }, { version: 2 })]);
    const [merged] = await all(tenantId);
    const [merge] = (await history(tenantId, merged?.id ?? '')).filter(({ kind }) => kind === 'merge');
    await database.db.withTenant(tenantId, (tx) =>
      undoMerge(tx, tenantId, { eventId: merge?.id ?? '', ...said }),
    );
    const apart = ['person hubspot:contact:1', 'person stripe:customer:cus_1'];
    expect(await partition(tenantId)).toEqual(apart);
    await apply(tenantId, [source('contact', '1', { email: 'a@x.test', name: 'New' }, { version: 3 })]);
    expect(await partition(tenantId)).toEqual(apart);
  });

  test('parts a customer, which stays so whatever its keys say, until people join it again', async () => {
    const tenantId = await freshTenant();
    const page = [
      source('contact', '1', { email: 'a@x.test' }),
      source('customer', 'cus_1', { email: 'a@x.test' }),
      source('customer', 'cus_2', { email: 'a@x.test' }),
    ];
    await apply(tenantId, page);
    const [whole] = await all(tenantId);
    const { id: made, ...more } = await database.db.withTenant(tenantId, (tx) =>
      splitCustomer(tx, tenantId, { id: whole?.id ?? '', nodes: ['stripe:customer:cus_2'], ...said }),
    );
    expect(more).toEqual({
      parts: [
        { id: whole?.id, objects: ['hubspot:contact:1', 'stripe:customer:cus_1'] },
        { id: made, objects: ['stripe:customer:cus_2'] },
      ],
      mergeId: null,
    });
    await apply(
      tenantId,
      page.map((one) => ({ ...one, version: 2 })),
    );
    expect(await byKey(tenantId, 'stripe:customer:cus_2')).toMatchObject({ id: made });
    expect(await byKey(tenantId, 'stripe:customer:cus_1')).toMatchObject({ id: whole?.id });
    expect(await history(tenantId, made)).toMatchObject([
      { kind: 'split', otherId: whole?.id, cause: { by: 'ada' } },
    ]);
    await database.db.withTenant(tenantId, (tx) =>
      mergeCustomers(tx, tenantId, { ids: [made, whole?.id ?? ''], ...said }),
    );
    expect(await partition(tenantId)).toHaveLength(1);
    expect(await database.db.withTenant(tenantId, (tx) => getCustomer(tx, made))).toMatchObject({
      id: whole?.id,
    });
  });

  test('tells each part that a split leaves, where only what was taken out held the others together', async () => {
    const tenantId = await freshTenant();
    await apply(tenantId, [
      source('contact', '1', { email: 'a@x.test' }, { keys: ['email:b@x.test'] }),
      source('customer', 'cus_1', { email: 'a@x.test' }),
      source('customer', 'cus_2', { email: 'b@x.test' }),
    ]);
    const [whole] = await all(tenantId);
    const { parts } = await database.db.withTenant(tenantId, (tx) =>
      splitCustomer(tx, tenantId, { id: whole?.id ?? '', nodes: ['hubspot:contact:1'], ...said }),
    );
    expect(parts.map(({ objects }) => objects)).toEqual([
      ['hubspot:contact:1'],
      ['stripe:customer:cus_1'],
      ['stripe:customer:cus_2'],
    ]);
    expect(new Set(parts.map(({ id }) => id)).size).toBe(3);
  });

  test('leads an old id to whoever has its objects, and lets a split of them be undone as a merge', async () => {
    const { tenantId, ids } = await two();
    await database.db.withTenant(tenantId, (tx) => mergeCustomers(tx, tenantId, { ids, ...said }));
    const nodes = ['stripe:customer:cus_1'];
    const split = await database.db.withTenant(tenantId, (tx) =>
      splitCustomer(tx, tenantId, { id: ids[0], nodes, by: 'olga', reason: 'wrong' }),
    );
    const show = (id: string) => database.db.withTenant(tenantId, (tx) => getCustomer(tx, id));
    expect(await show(ids[1])).toMatchObject({ id: split.id, name: 'A. L.' });
    const back = await database.db.withTenant(tenantId, (tx) =>
      undoMerge(tx, tenantId, { eventId: split.mergeId ?? '', by: 'root', reason: null }),
    );
    expect(back).toBe(ids[1]);
    expect(await show(ids[1])).toMatchObject({ id: ids[1], name: 'A. L.' });
    expect(await show(split.id)).toMatchObject({ id: ids[1] });
    // Who parted them, and why, is not forgotten by it.
    const { rows } = await sql`select created_by, evidence from identity_edges
      where tenant_id = ${tenantId} and kind = 'block'`.execute(database.db.engine);
    expect(rows).toEqual([{ created_by: 'olga', evidence: { by: 'olga', reason: 'wrong' } }]);
  });

  test('refuses what makes no sense', async () => {
    const { tenantId, ids } = await two();
    await apply(tenantId, [source('company', '9', { name: 'Acme' })]);
    const account = await byKey(tenantId, 'hubspot:company:9');
    const merge = (some: readonly string[]) =>
      database.db.withTenant(tenantId, (tx) => mergeCustomers(tx, tenantId, { ids: some, ...said }));
    await expect(merge([ids[0], account.id])).rejects.toMatchObject({ name: 'ConflictError' });
    await expect(merge([ids[0], '01890000-0000-7000-8000-000000000000'])).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    await expect(merge([ids[0], ids[0]])).rejects.toMatchObject({
      name: 'ConflictError',
      message: 'A customer cannot be merged with itself.',
    });
    const split = (nodes: readonly string[]) =>
      database.db.withTenant(tenantId, (tx) => splitCustomer(tx, tenantId, { id: ids[0], nodes, ...said }));
    await expect(split(['hubspot:contact:1'])).rejects.toMatchObject({ name: 'ConflictError' });
    await expect(split(['hubspot:contact:2'])).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  test('decides a review, once: a yes joins, a no is not asked again', async () => {
    const tenantId = await freshTenant();
    const page = [
      source('contact', '1', { name: 'Ada Lovelace', email: 'ada@acme.test' }),
      source('contact', '2', { name: 'Ada Lovelace', email: 'al@acme.test' }),
      source('contact', '3', { name: 'Bob Babbage', email: 'bob@acme.test' }),
      source('contact', '4', { name: 'Bob Babbage', email: 'bb@acme.test' }),
    ];
    await apply(tenantId, page);
    const reviews = await openReviews(tenantId);
    const decide = (name: string, approved: boolean) =>
      database.db.withTenant(tenantId, (tx) =>
        decideReview(tx, tenantId, reviews.find(({ a }) => a.includes(name))?.id ?? '', {
          ...said,
          approved,
        }),
      );
    expect(await decide('ada', true)).toMatchObject({ status: 'approved', decidedBy: 'ada' });
    expect(await decide('bob', false)).toMatchObject({ status: 'rejected' });
    await expect(decide('bob', true)).rejects.toMatchObject({ name: 'ConflictError' });
    await apply(
      tenantId,
      page.map((one) => ({ ...one, version: 2 })),
    );
    expect(await openReviews(tenantId)).toEqual([]);
    expect(await partition(tenantId)).toEqual([
      'person hubspot:contact:1 hubspot:contact:2',
      'person hubspot:contact:3',
      'person hubspot:contact:4',
    ]);
  });
});
