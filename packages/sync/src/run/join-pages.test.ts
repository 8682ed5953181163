import { expect, test } from 'vitest';
import { countJoined, joinPages } from './join-pages.ts';
import type { PageRead } from './page-read.ts';

const page = (number: number, over: Partial<PageRead> = {}): PageRead => ({
  from: { phase: 'list', position: { after: String(number) } },
  rows: [
    {
      externalId: String(number),
      payload: '{}',
      contentHash: String(number),
      version: 1,
      deleteReason: null,
    },
  ],
  gone: [],
  poison: [],
  next: String(number + 1),
  observedAt: new Date(number),
  counted: 1,
  ...over,
});

const gone = [{ externalId: '9', reason: 'merged', mergedInto: '2' }] as const;

test('a page that tells of something gone is the last of those that are written at once', () => {
  expect(countJoined([])).toBe(0);
  expect(countJoined([page(1), page(2), page(3)])).toBe(3);
  expect(countJoined([page(1), page(2, { gone }), page(3)])).toBe(2);
});

test('pages of another part of the run are not written with those before', () => {
  const archived = page(2, { from: { phase: 'archived', position: {} } });
  expect(countJoined([page(1), archived, archived])).toBe(1);
});

test('each object keeps the moment at which it was asked for, and the run goes on after the last page', () => {
  const joined = joinPages([
    page(1),
    page(2, { gone, poison: [{ externalId: '7', why: 'x', details: {} }] }),
  ]);
  expect(joined).toMatchObject({ pages: 2, counted: 2, next: '3', gone, poison: [{ externalId: '7' }] });
  expect(joined?.rows.map(({ externalId, observedAt }) => [externalId, observedAt?.getTime()])).toEqual([
    ['1', 1],
    ['2', 2],
  ]);
});
