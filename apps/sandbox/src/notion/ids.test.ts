import { expect, test } from 'vitest';
import { makeRandom } from '../random.ts';
import { drawId, idBelow, readId } from './ids.ts';

test('drawn ids are UUIDs, the same for the same seed', () => {
  const id = drawId(makeRandom(1));
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
  expect(drawId(makeRandom(1))).toBe(id);
});

test('ids below one id are all different, and read back with or without dashes', () => {
  const id = drawId(makeRandom(2));
  const below = Array.from({ length: 5_000 }, (_unused, index) => idBelow(id, index));
  expect(new Set([id, ...below]).size).toBe(5_001);
  expect(below.every((one) => readId(one.replaceAll('-', '').toUpperCase()) === one)).toBe(true);
  expect(readId('not an id')).toBeUndefined();
});
