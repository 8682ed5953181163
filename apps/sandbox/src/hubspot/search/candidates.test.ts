import { expect, test } from 'vitest';
import { contactProperties } from '../properties/contact-properties.ts';
import { makeObjectStore, type ObjectStore } from '../object-store.ts';
import { objectTypes } from '../object-types.ts';
import { candidatesOf } from './candidates.ts';
import { runSearch } from './run-search.ts';
import { searchRequestSchema } from './search-request.ts';

const COUNT = 400;
const LAG_MS = 50;

const fill = () => {
  let nowMs = 0;
  const store = makeObjectStore({
    type: objectTypes.contacts,
    properties: contactProperties,
    firstId: 1,
    nowMs: () => nowMs,
    lagMs: () => LAG_MS,
  });
  for (let index = 0; index < COUNT; index += 1) {
    // Out of order, as a world is filled.
    const modifiedMs = (index * 37) % 1_000;
    store.create(new Map([['email', `${index}@mail.example`]]), { createdMs: 0, modifiedMs });
  }
  const change = (id: number, atMs: number) => {
    nowMs = atMs;
    const record = store.get(String(id));
    if (record !== undefined) store.update(record, new Map([['phone', String(atMs)]]));
  };
  return { store, change };
};

const since = (low: number, high: number | null = null) =>
  searchRequestSchema.parse({
    filterGroups: [
      {
        filters: [
          { propertyName: 'lastmodifieddate', operator: 'GTE', value: low },
          ...(high === null ? [] : [{ propertyName: 'lastmodifieddate', operator: 'LT', value: high }]),
        ],
      },
    ],
    limit: 200,
  });

const idsOf = (store: ObjectStore, request: ReturnType<typeof since>, nowMs: number) =>
  (runSearch(store, request, { nowMs, lagMs: LAG_MS }) as { results: { id: string }[] }).results.map(
    ({ id }) => id,
  );

/** What a walk through everything finds. */
const walked = (store: ObjectStore, low: number, high: number, nowMs: number) =>
  store.records
    .filter((record) => {
      const known = [...record.earlier, record.version].findLast(({ sinceMs }) => sinceMs <= nowMs - LAG_MS);
      return known !== undefined && known.modifiedMs >= low && known.modifiedMs < high;
    })
    .map(({ id }) => id);

test('a search by modified date looks at those of the dates and finds what a walk finds', () => {
  const { store, change } = fill();
  for (let at = 0; at < 30; at += 1) change(1 + at * 11, 2_000 + at * 5);
  const request = since(960, 2_100);
  expect(candidatesOf(store, request).length).toBeLessThan(COUNT / 4);
  for (const nowMs of [2_010, 2_060, 2_145, 5_000]) {
    expect(idsOf(store, request, nowMs)).toEqual(walked(store, 960, 2_100, nowMs));
  }
});

test('a record that changes again and again is found once, under its last date', () => {
  const { store, change } = fill();
  for (let at = 0; at < 3_000; at += 1) change(7, 2_000 + at);
  expect(idsOf(store, since(2_000), 10_000)).toEqual(['7']);
  expect(idsOf(store, since(2_000, 3_000), 10_000)).toEqual([]);
});
