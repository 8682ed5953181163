import { expect, test } from 'vitest';
import { makeRandom } from './random.ts';

test('the same seed gives the same sequence', () => {
  const draw = (seed: number) => Array.from({ length: 20 }, makeRandom(seed).next);
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test('whole numbers stay inside their bounds and reach both ends', () => {
  const random = makeRandom(1);
  const drawn = new Set(Array.from({ length: 500 }, () => random.int(3, 6)));
  expect([...drawn].toSorted((left, right) => left - right)).toEqual([3, 4, 5, 6]);
});

test('a fork does not depend on what its parent has drawn', () => {
  const fresh = makeRandom(3);
  const used = makeRandom(3);
  used.next();
  expect(used.fork('contacts').next()).toBe(fresh.fork('contacts').next());
  expect(fresh.fork('contacts').next()).not.toBe(fresh.fork('companies').next());
});

test('shuffling keeps every item', () => {
  const shuffled = makeRandom(5).shuffled(['a', 'b', 'c', 'd', 'e']);
  expect(shuffled.toSorted().join('')).toBe('abcde');
});
