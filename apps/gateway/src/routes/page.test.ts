import { describe, expect, test } from 'vitest';
import { readPage } from './page.ts';

const rows = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
const read = async (limit: number) => rows.slice(0, limit);

describe('a page', () => {
  test('leads to the next one while there is more', async () => {
    expect(await readPage(2, read)).toEqual({ rows: [{ id: 'a' }, { id: 'b' }], nextCursor: 'b' });
  });

  test('is the last one when it holds the rest exactly', async () => {
    expect(await readPage(3, read)).toEqual({ rows, nextCursor: null });
  });

  test('of nothing leads nowhere', async () => {
    expect(await readPage(3, async () => [])).toEqual({ rows: [], nextCursor: null });
  });
});
