import '@sherpa/devstack/vitest';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import type { Db } from '../schema/index.ts';
import { listNotedPayers, notePayers } from './note-payers.ts';
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
