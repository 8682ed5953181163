import { expect, test } from 'vitest';
import { makeCollection } from './collection.ts';
import { listPage, type Cursor } from './list-page.ts';
import { isInRange, type Range } from './params.ts';

const collection = makeCollection(
  Array.from({ length: 7 }, (_unused, index) => ({ id: `x${index}`, created: 100 + index })),
);

const list = (cursor: Cursor, created?: Range) => {
  const page = listPage(
    {
      collection,
      created,
      noun: 'thing',
      url: '/v1/things',
      isListed: (item) => item.id !== 'x3' && isInRange(item.created, created),
      toWire: (item) => item,
    },
    cursor,
  ) as { data: { id: string }[]; has_more: boolean };
  return { ids: page.data.map((item) => item.id).join(' '), hasMore: page.has_more };
};

test('lists the newest first and says when there is more', () => {
  expect(list({ limit: 3 })).toEqual({ ids: 'x6 x5 x4', hasMore: true });
});

test('goes on after a cursor and leaves out what is not listed', () => {
  expect(list({ limit: 3, starting_after: 'x4' })).toEqual({ ids: 'x2 x1 x0', hasMore: false });
});

test('takes the page right before a cursor, still newest first', () => {
  expect(list({ limit: 2, ending_before: 'x2' })).toEqual({ ids: 'x5 x4', hasMore: true });
  expect(list({ limit: 9, ending_before: 'x5' })).toEqual({ ids: 'x6', hasMore: false });
});

test('refuses a cursor it does not know', () => {
  expect(() => list({ limit: 2, starting_after: 'x99' })).toThrow('The sandbox refused a request.');
});

test('looks only where the seconds are that were asked for', () => {
  expect(list({ limit: 2 }, { gte: 101, lt: 106 })).toEqual({ ids: 'x5 x4', hasMore: true });
  expect(list({ limit: 9 }, { gt: 101, lte: 105 })).toEqual({ ids: 'x5 x4 x2', hasMore: false });
  expect(list({ limit: 9, starting_after: 'x5' }, { gte: 102 })).toEqual({ ids: 'x4 x2', hasMore: false });
  expect(list({ limit: 1, ending_before: 'x0' }, { gte: 102 })).toEqual({ ids: 'x2', hasMore: true });
  expect(list({ limit: 9 }, { lt: 100 })).toEqual({ ids: '', hasMore: false });
});
