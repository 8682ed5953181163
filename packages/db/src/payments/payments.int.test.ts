import '@sherpa/devstack/vitest';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import type { Db } from '../schema/index.ts';
import { listNotedPayers, notePayers } from './note-payers.ts';
import { paymentStatesSql, readPaymentStates } from './payment-states.ts';
import { isUnsure, settlePayers } from './settle-payers.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());

const within = <T>(work: (tx: Db) => Promise<T>): Promise<T> =>
  database.db.withTenant(database.tenantId, work);

const note = (payers: readonly string[]) =>
  within((tx) => notePayers(tx, { tenantId: database.tenantId, payers }));

const settle = (readAt: string, mrr: number, seenAt: string | null) =>
  within((tx) =>
    settlePayers(tx, {
      tenantId: database.tenantId,
      readAt,
      payers: [],
      written: [{ objectType: 'companies', objectId: '7', values: { sherpa_mrr: mrr }, seenAt }],
    }),
  );

const written = () =>
  within((tx) => tx.selectFrom('payment_mirror').select(['written', 'written_at']).executeTakeFirstOrThrow());

test('a payer is noted once, and again when it changes while it is looked at', async () => {
  await note(['cus_2', 'cus_1', 'cus_2']);
  const seen = await within((tx) => listNotedPayers(tx, 10));
  expect(seen.map(({ payer }) => payer)).toEqual(['cus_1', 'cus_2']);
  await note(['cus_2']);
  const done = { tenantId: database.tenantId, readAt: new Date().toISOString(), payers: seen, written: [] };
  await within((tx) => settlePayers(tx, done));
  const left = await within((tx) => listNotedPayers(tx, 10));
  expect(left.map(({ payer }) => payer)).toEqual(['cus_2']);
});

test('what was written on what was seen is known; what two wrote at once nobody knows', async () => {
  const [first, second, third] = [
    '2026-03-01T10:00:00.000Z',
    '2026-03-01T10:00:01.000Z',
    '2026-03-01T10:00:02.000Z',
  ];
  expect(await settle(first, 1, null)).toEqual([]);
  expect(await settle(second, 2, first)).toEqual([]);
  expect((await written()).written).toEqual({ sherpa_mrr: 2 });
  // It had seen the first one, and does not know of the second.
  expect(await settle(third, 3, first)).toEqual(['7']);
  const unsure = await written();
  expect(isUnsure(unsure.written)).toBe(true);
  expect(await settle('2026-03-01T10:00:03.000Z', 4, unsure.written_at.toISOString())).toEqual([]);
  expect((await written()).written).toEqual({ sherpa_mrr: 4 });
});

/** Five thousand payers, each a person with a subscription. */
const fillMany = async (): Promise<void> => {
  const { db, tenantId } = database;
  const many = sql`generate_series(1, 5000) as n`;
  const statements = [
    sql`insert into customer_cache (id, tenant_id, kind, email, stripe_customer_id, stripe_customer_ids, hubspot_contact_id)
      select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, ${tenantId}, 'person', 'p' || n || '@many.example',
        'cus_' || n, array['cus_' || n], n::text from ${many}`,
    sql`insert into customer_sources (tenant_id, system, object_type, external_id, node, person_id, belongs_to, fields, source_version)
      select tenant_id, 'stripe', 'customer', stripe_customer_id, 'stripe:customer:' || stripe_customer_id, id, null, '{}'::jsonb, 1
      from customer_cache
      union all
      select ${tenantId}, 'stripe', 'subscription', 'sub_' || n, 'stripe:subscription:sub_' || n, null,
        'stripe:customer:cus_' || n, '{}'::jsonb, 1 from ${many}`,
    sql`insert into source_records (tenant_id, system, object_type, external_id, payload, content_hash, source_version, observed_at, unresolved)
      select ${tenantId}, 'stripe', 'subscription', 'sub_' || n, '{"status": "active"}', 'h', 1, now(), false from ${many}`,
    sql`analyze customer_cache, customer_sources, source_records`,
  ];
  for (const statement of statements) await statement.execute(db.engine);
};

test('of many payers only those that are asked for are read', async () => {
  await fillMany();
  const asked = Array.from({ length: 200 }, (_, n) => `cus_${n + 1}`);
  const plan = await within((tx) =>
    sql<Record<string, string>>`explain (costs off) ${paymentStatesSql(asked)}`.execute(tx),
  );
  const lines = plan.rows.map((row) => row['QUERY PLAN'] ?? '').join('\n');
  const looked = lines.matchAll(
    /Index (?:Only )?Scan using \w+ on (?<table>customer_\w+|source_records).*\n *Index Cond: (?<by>.*)/gu,
  );
  const keys = [...looked].map(({ groups }) =>
    groups?.['by']?.match(/\b(?:id|node|belongs_to|external_id) = /u),
  );
  expect(lines).not.toMatch(/Seq Scan on (?:customer|source)/u);
  expect(keys.length).toBeGreaterThanOrEqual(5);
  expect(keys.filter((key) => key === null || key === undefined)).toEqual([]);
  const { states } = await within((tx) => readPaymentStates(tx, asked));
  expect(states.map(({ subscriptions }) => subscriptions.length)).toEqual(asked.map(() => 1));
});
