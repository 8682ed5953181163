import { expect, test } from 'vitest';
import { makeHeap } from './heap.ts';

test('gives back what it holds in the order of time, whatever came in between', () => {
  const heap = makeHeap<{ at: number }>();
  for (const at of [5, 1, 4, 1, 3]) heap.push({ at });
  const seen = [heap.pop()?.at, heap.pop()?.at];
  heap.push({ at: 2 });
  for (let next = heap.pop(); next !== undefined; next = heap.pop()) seen.push(next.at);
  expect(seen).toEqual([1, 1, 2, 3, 4, 5]);
  expect(heap.pop()).toBeUndefined();
});
