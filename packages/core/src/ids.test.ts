import { describe, expect, test } from 'vitest';
import { idFrom, idSchema, makeNewId, newId, timeOfId } from './ids.ts';

describe('ids', () => {
  test('are UUIDs of version 7 that tell their time', () => {
    const before = Date.now();
    const id = newId();
    expect(idSchema.parse(id)).toBe(id);
    expect(id[14]).toBe('7');
    expect(timeOfId(id).getTime()).toBeGreaterThanOrEqual(before);
    expect(timeOfId(id).getTime()).toBeLessThanOrEqual(Date.now());
  });

  test('of a later moment sort after those of an earlier one', () => {
    const entropy = new Uint8Array(10).fill(255);
    expect(idFrom(1_000, entropy) < idFrom(1_001, new Uint8Array(10))).toBe(true);
  });

  test('sort in the order in which they were made, also within a millisecond and when the clock goes back', () => {
    const times = [5, 5, 5, 3, 5, 6, 2];
    const next = makeNewId(() => times.shift() ?? 6);
    const ids = Array.from({ length: 20_000 }, next);
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => idSchema.safeParse(id).success)).toBe(true);
  });

  test('made from the same moment and bytes are the same', () => {
    const bytes = Uint8Array.from({ length: 10 }, (_, index) => index * 25);
    expect(idFrom(1_700_000_000_000, bytes)).toBe(idFrom(1_700_000_000_000, bytes));
    expect(idFrom(1_700_000_000_000, bytes)).toBe('018bcfe5-6800-7019-b24b-647d96afc8e1');
  });
});
