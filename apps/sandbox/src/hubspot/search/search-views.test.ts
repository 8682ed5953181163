import { expect, test } from 'vitest';
import { makeRandom } from '../../random.ts';
import { makeObjectStore, type ObjectStore } from '../object-store.ts';
import { objectTypes } from '../object-types.ts';
import { contactProperties } from '../properties/contact-properties.ts';
import { indexedVersion, isLive } from '../record.ts';
import { runSearch } from './run-search.ts';
import { searchRequestSchema } from './search-request.ts';

const LAG_MS = 50;

interface Page {
  readonly total: number;
  readonly results: readonly { readonly id: string }[];
}

const fill = (count: number) => {
  const clock = { nowMs: 1_000 };
  const store = makeObjectStore({
    type: objectTypes.contacts,
    properties: contactProperties,
    firstId: 95,
    nowMs: () => clock.nowMs,
    lagMs: () => LAG_MS,
  });
  for (let index = 0; index < count; index += 1) {
    const values = new Map([['jobtitle', index % 3 === 0 ? 'CFO' : 'Buyer']]);
    store.create(values, { createdMs: 0, modifiedMs: (index * 37) % 900 });
  }
  return { store, clock };
};

const asRequest = (more: object, limit: number, afterId: string | null) =>
  searchRequestSchema.parse({
    sorts: ['hs_object_id'],
    limit,
    ...more,
    filterGroups: [
      {
        filters: [
          { propertyName: 'jobtitle', operator: 'EQ', value: 'CFO' },
          { propertyName: 'lastmodifieddate', operator: 'GTE', value: 100 },
          ...(afterId === null ? [] : [{ propertyName: 'hs_object_id', operator: 'GT', value: afterId }]),
        ],
      },
    ],
  });

/** What a walk through everything finds. */
const walked = (store: ObjectStore, nowMs: number, afterId: string | null): readonly string[] =>
  store.records
    .filter((record) => {
      const version = indexedVersion(record, nowMs, LAG_MS);
      if (version === undefined || version.archivedAtMs !== null || version.modifiedMs < 100) return false;
      return version.values.get('jobtitle') === 'CFO' && Number(record.id) > Number(afterId ?? 0);
    })
    .map(({ id }) => id);

test('pages by ids tell what a walk tells while records come, change and go', () => {
  const { store, clock } = fill(100);
  const random = makeRandom(3);
  for (let step = 0; step < 120; step += 1) {
    clock.nowMs += random.int(0, 40);
    const record = random.pick(store.records);
    const drawn = random.next();
    if (drawn < 0.2) store.create(new Map([['jobtitle', random.pick(['CFO', 'Buyer'])]]));
    else if (drawn < 0.6 && isLive(record)) {
      store.update(record, new Map([['jobtitle', random.pick(['CFO', 'Buyer'])]]));
    } else if (drawn < 0.7 && isLive(record)) store.archive(record);
    else if (drawn < 0.8 && !isLive(record)) store.restore(record);
    const afterId = random.chance(0.8) ? random.pick(store.records).id : null;
    const time = { nowMs: clock.nowMs, lagMs: LAG_MS };
    const { total, results } = runSearch(store, asRequest({}, 10, afterId), time) as Page;
    const expected = walked(store, clock.nowMs, afterId);
    expect(total).toBe(expected.length);
    expect(results.map(({ id }) => id)).toEqual(expected.slice(0, 10));
    const backwards = asRequest({ sorts: ['-hs_object_id'] }, 10, afterId);
    const last = runSearch(store, backwards, time) as Page;
    expect(last.results.map(({ id }) => id)).toEqual(expected.toReversed().slice(0, 10));
  }
});

test('after so many changes that they cost more than a search, the search is made again', () => {
  const { store, clock } = fill(20);
  const search = () =>
    (runSearch(store, asRequest({}, 100, null), { nowMs: clock.nowMs, lagMs: LAG_MS }) as Page).total;
  const before = search();
  for (let made = 0; made < 2_500; made += 1) store.create(new Map([['jobtitle', 'CFO']]));
  expect(search()).toBe(before);
  clock.nowMs += LAG_MS;
  expect(search()).toBe(before + 2_500);
});
