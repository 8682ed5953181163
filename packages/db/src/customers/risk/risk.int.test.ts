import '@sherpa/devstack/vitest';
import { sql } from 'kysely';
import { newId, type Json } from '@sherpa/core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { NO_CONNECTION } from '../../mirror/record.ts';
import { writeRows } from '../../mirror/write-rows.ts';
import { findRenewing } from '../../mirror/find-renewing.ts';
import type { Db } from '../../schema/index.ts';
import { makeTestDatabase, type TestDatabase } from '../../testing/index.ts';
import { newSource as source } from '../../testing/new-source.ts';
import { openCase } from '../../workflows/move-case.ts';
import { applyCustomerSources } from '../apply-sources.ts';
import { getCustomer } from '../browse-customers.ts';
import { customerHistory } from '../customer-history.ts';
import { billingSummary } from './billing-summary.ts';
import { noteRevenue } from './note-revenue.ts';
import { payingCustomerOf } from './paying-customer.ts';
import { readSignals, signalsSql, type CustomerSignals, type SignalScope } from './read-signals.ts';
import { saveRisks } from './save-risks.ts';

let database: TestDatabase;
const inTenant = <T>(work: (tx: Db) => Promise<T>): Promise<T> =>
  database.db.withTenant(database.tenantId, work);

const now = new Date('2026-06-01T00:00:00Z');
const since = new Date('2026-03-03T00:00:00Z');
const terms = {
  now,
  billedSince: since,
  notedSince: since,
  revenueDay: '2026-05-01',
  workflow: 'churn-watch',
};
const read = (scope: SignalScope) =>
  inTenant((tx) => readSignals(tx, { tenantId: database.tenantId, ...terms }, scope));

const mirror = (system: 'hubspot' | 'stripe' | 'notion', objectType: string, id: string, payload: object) =>
  inTenant((tx) =>
    writeRows(
      tx,
      { tenantId: database.tenantId, connectionId: NO_CONNECTION, system, objectType },
      [{ externalId: id, payload: JSON.stringify(payload), contentHash: id, version: 1, deleteReason: null }],
      { observedAt: now, writtenBy: null, revives: true, resolves: false },
    ),
  );

const ofPayer = (id: string) => ({ keys: [`stripe:customer:${id}`] });
const ms = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** An account with a contact and a payer, one payer of its own, and all that speaks of the account. */
const fill = async (): Promise<void> => {
  const { tenantId } = database;
  const eur = { currency: 'eur', monthlyRevenueMinor: 5_000 };
  await inTenant((tx) =>
    applyCustomerSources(tx, tenantId, [
      source('company', '7', { name: 'Acme' }),
      source('contact', '1', { name: 'Ada', email: 'ada@acme.test', companyId: '7' }),
      source('customer', 'cus_1', { email: 'ada@acme.test' }, { keys: ['hubspot:company:7'] }),
      source('subscription', 'sub_1', { status: 'active', ...eur }, ofPayer('cus_1')),
      source('invoice', 'in_1', { status: 'open', createdMs: ms('2026-05-10') }, ofPayer('cus_1')),
      source('invoice', 'in_2', { status: 'paid', createdMs: ms('2026-04-10') }, ofPayer('cus_1')),
      source('invoice', 'in_3', { status: 'paid', createdMs: ms('2026-01-10') }, ofPayer('cus_1')),
      source('customer', 'cus_2', { name: 'Bob', email: 'bob@b.test' }),
      source('subscription', 'sub_2', { status: 'canceled', ...eur }, ofPayer('cus_2')),
      source('page', 'p1', { onboardingStatus: 'Blocked' }, { keys: ['hubspot:company:7'] }),
    ]),
  );
  const paid = { currency: 'eur', amountPaidMinor: 5_000, amountRemainingMinor: 0, dueDate: null };
  const retried = { ...paid, nextPaymentAttempt: null };
  const open = { ...retried, amountPaidMinor: 0, amountRemainingMinor: 4_000, attemptCount: 4 };
  await mirror('stripe', 'invoice', 'in_1', open);
  await mirror('stripe', 'invoice', 'in_2', { ...retried, attemptCount: 2 });
  await mirror('stripe', 'invoice', 'in_3', { ...retried, attemptCount: 3 });
  await mirror('stripe', 'subscription', 'sub_1', {
    status: 'active',
    cancelAtPeriodEnd: true,
    currentPeriodEnd: '2026-06-20T00:00:00.000Z',
    items: [{ interval: 'year', intervalCount: 1 }],
  });
  const contact = { lastContactedAt: '2026-02-01T00:00:00.000Z', createdAt: '2025-01-01T00:00:00.000Z' };
  await mirror('hubspot', 'contact', '1', contact);
  const ties = { contacts: ['1'], companies: ['7'] };
  await mirror('hubspot', 'ticket', 't1', { closedAt: null, ties });
  await mirror('hubspot', 'ticket', 't2', { closedAt: '2026-05-01T00:00:00.000Z', ties });
  await mirror('hubspot', 'note', 'n1', { at: '2026-05-02T00:00:00.000Z', ties: { companies: ['7'] } });
  await mirror('notion', 'page', 'p1', { createdAt: '2026-01-05T00:00:00.000Z' });
};

let acme: CustomerSignals;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
  await fill();
  await inTenant((tx) => noteRevenue(tx, database.tenantId, '2026-04-01'));
  const [first] = (await read({ limit: 10 })).signals.filter(({ kind }) => kind === 'account');
  if (first === undefined) throw new Error('The account was not found.');
  acme = first;
});
afterAll(() => database.drop());

describe('what is known of customers that pay', () => {
  test('is of an account all that speaks of it, and of nobody twice', async () => {
    expect(acme).toMatchObject({
      stripeCustomerId: 'cus_1',
      hubspotCompanyId: '7',
      live: 1,
      cancelling: 1,
      failedPayments: 5,
      overdue: 1,
      openTickets: 1,
      contactedAt: new Date('2026-05-02T00:00:00Z'),
      knownAt: new Date('2025-01-01T00:00:00Z'),
      onboardingStatus: 'Blocked',
      onboardingSince: new Date('2026-01-05T00:00:00Z'),
      revenue: { eur: 5_000 },
      revenueBefore: { eur: 5_000 },
      riskScore: null,
      caseStatus: null,
    });
    const { signals, next } = await read({ limit: 10 });
    expect(signals.map(({ stripeCustomerId }) => stripeCustomerId).toSorted()).toEqual(['cus_1', 'cus_2']);
    expect(signals.find(({ stripeCustomerId }) => stripeCustomerId === 'cus_2')).toMatchObject({ live: 0 });
    expect(next).toBeUndefined();
  });

  test('comes page by page, or of those that are named, with their case', async () => {
    const first = await read({ limit: 1 });
    const second = await read({ limit: 1, after: first.next });
    expect(first.next).toBeDefined();
    expect([...first.signals, ...second.signals].length).toBeGreaterThan(0);
    const of = { tenantId: database.tenantId, workflow: 'churn-watch', key: acme.customerId };
    await inTenant((tx) => openCase(tx, { ...of, taskId: newId(), subject: { day: '2026-05-01' } }));
    const { signals } = await read({ ids: [acme.customerId] });
    expect(signals).toMatchObject([{ caseStatus: 'open', caseSubject: { day: '2026-05-01' } }]);
    expect(await inTenant((tx) => payingCustomerOf(tx, database.tenantId, 'cus_1'))).toBe(acme.customerId);
  });

  test('tells the revenue of the day that is asked for', async () => {
    const lower = { status: 'active', currency: 'eur', monthlyRevenueMinor: 3_000 };
    await inTenant((tx) =>
      applyCustomerSources(tx, database.tenantId, [
        source('subscription', 'sub_1', lower, { ...ofPayer('cus_1'), version: 2 }),
      ]),
    );
    expect(await inTenant((tx) => noteRevenue(tx, database.tenantId, '2026-05-20'))).toBeGreaterThan(0);
    expect(await inTenant((tx) => noteRevenue(tx, database.tenantId, '2026-05-21'))).toBe(0);
    const { signals } = await read({ ids: [acme.customerId] });
    expect(signals).toMatchObject([{ revenue: { eur: 3_000 }, revenueBefore: { eur: 5_000 } }]);
  });

  test('includes what was billed, by currency', async () => {
    const of = { payers: ['cus_1'], since };
    expect(await inTenant((tx) => billingSummary(tx, database.tenantId, of))).toEqual([
      { currency: 'eur', invoices: 2, paidMinor: 5_000, openMinor: 4_000, failed: 5 },
    ]);
  });
});

test('a risk is written where it is another one, with the task in the history', async () => {
  const taskId = newId();
  const reasons: Json = { points: 50, reasons: [] };
  const risks = [{ customerId: acme.customerId, score: 0.5, reasons }];
  const save = () => inTenant((tx) => saveRisks(tx, database.tenantId, { taskId, risks }));
  expect([await save(), await save()]).toEqual([1, 0]);
  expect(await inTenant((tx) => getCustomer(tx, acme.customerId))).toMatchObject({ riskScore: 0.5 });
  const [latest] = await inTenant((tx) => customerHistory(tx, acme.customerId, { limit: 1 }));
  expect(latest).toMatchObject({
    cause: { kind: 'task', taskId },
    changes: [{ field: 'riskScore', from: null, to: 0.5 }],
  });
});

test('what renews soon is found by its end, its term, and that it goes on', async () => {
  const renewing = {
    status: 'active',
    cancelAtPeriodEnd: false,
    currentPeriodEnd: '2026-06-20T00:00:00.000Z',
  };
  const year = [{ interval: 'year', intervalCount: 1 }];
  await mirror('stripe', 'subscription', 'sub_3', { ...renewing, items: year });
  await mirror('stripe', 'subscription', 'sub_4', {
    ...renewing,
    items: [{ interval: 'month', intervalCount: 1 }],
  });
  await mirror('stripe', 'subscription', 'sub_5', {
    ...renewing,
    currentPeriodEnd: '2026-09-20T00:00:00.000Z',
    items: year,
  });
  const until = new Date('2026-07-31T00:00:00Z');
  const find = (minMonths: number) =>
    inTenant((tx) =>
      findRenewing(tx, { tenantId: database.tenantId, from: now, until, minMonths, limit: 10 }),
    );
  expect(await find(12)).toEqual([
    {
      connectionId: NO_CONNECTION,
      subscriptionId: 'sub_3',
      periodEnd: new Date('2026-06-20T00:00:00Z'),
    },
  ]);
  expect((await find(1)).map(({ subscriptionId }) => subscriptionId)).toEqual(['sub_3', 'sub_4']);
});

/** Ten thousand payers with a subscription and three invoices each, a contact, and a ticket of every tenth. */
const fillMany = async (): Promise<void> => {
  const tenant = sql`${database.tenantId}::uuid`;
  const many = sql`generate_series(1, 10000) n`;
  const statements = [
    sql`insert into customer_cache (id, tenant_id, kind, stripe_customer_id, stripe_customer_ids, hubspot_contact_id)
      select gen_random_uuid(), ${tenant}, 'person', 'cus_m' || n, array['cus_m' || n], 'm' || n from ${many}`,
    sql`insert into customer_sources (tenant_id, system, object_type, external_id, node, person_id, fields, source_version)
      select ${tenant}, 'stripe', 'customer', stripe_customer_id, 'stripe:customer:' || stripe_customer_id, id, '{}', 1
      from customer_cache where stripe_customer_id like 'cus_m%'`,
    sql`insert into customer_sources (tenant_id, system, object_type, external_id, node, belongs_to, fields, source_version)
      select ${tenant}, 'stripe', t, t || n || '-' || i, 'stripe:' || t || ':' || t || n || '-' || i,
        'stripe:customer:cus_m' || n, jsonb_build_object('status', 'open', 'createdMs', ${ms('2026-05-01')}::bigint), 1
      from ${many} cross join (values ('invoice', 1), ('invoice', 2), ('invoice', 3), ('subscription', 1)) v(t, i)`,
    sql`insert into source_records (tenant_id, system, object_type, external_id, payload, content_hash, source_version, observed_at, unresolved)
      select tenant_id, system, object_type, external_id, '{"attemptCount": 1, "nextPaymentAttempt": null, "dueDate": null,
        "cancelAtPeriodEnd": false}', 'h', 1, now(), false from customer_sources where belongs_to like '%cus_m%'`,
    sql`insert into source_records (tenant_id, system, object_type, external_id, payload, content_hash, source_version, observed_at, unresolved)
      select ${tenant}, 'hubspot', 'contact', 'm' || n, '{"lastContactedAt": null, "createdAt": null}', 'h', 1, now(), false from ${many}`,
    sql`insert into source_records (tenant_id, system, object_type, external_id, payload, content_hash, source_version, observed_at, unresolved)
      select ${tenant}, 'hubspot', 'ticket', 'm' || n, jsonb_build_object('closedAt', null, 'ties',
        jsonb_build_object('contacts', jsonb_build_array('m' || n))), 'h', 1, now(), false from ${many} where n % 10 = 0`,
  ];
  for (const statement of statements) await statement.execute(database.db.engine);
};

test('a page of ten thousand reads each object of the mirror by its key', { timeout: 60_000 }, async () => {
  await fillMany();
  const page = signalsSql({ tenantId: database.tenantId, ...terms }, { limit: 2_000 });
  const plan = await inTenant(async (tx) => {
    await sql`set local enable_nestloop = off`.execute(tx);
    return sql<Record<string, string>>`explain (analyze) ${page}`.execute(tx);
  });
  const lines = plan.rows.map((row) => row['QUERY PLAN'] ?? '').join('\n');
  expect(lines).not.toMatch(/Seq Scan on source_records/u);
  let [seen, failed, tickets] = [0, 0, 0];
  let after: string | undefined;
  do {
    const { signals, next } = await read({ after, limit: 2_000 });
    seen += signals.length;
    failed += signals.reduce((sum, one) => sum + one.failedPayments, 0);
    tickets += signals.reduce((sum, one) => sum + one.openTickets, 0);
    after = next;
  } while (after !== undefined);
  expect({ seen, failed, tickets }).toEqual({ seen: 10_002, failed: 30_005, tickets: 1_001 });
});
