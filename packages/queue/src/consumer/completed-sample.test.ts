import { expect, it } from 'vitest';
import { makeCompletedSample } from './completed-sample.ts';

it('keeps every job of a quiet queue and the first of each second of a busy one', () => {
  let now = 0;
  const keeps = makeCompletedSample(2, () => now);
  expect([keeps(), keeps(), keeps(), keeps()]).toEqual([true, true, false, false]);
  now = 1_000;
  expect(keeps()).toBe(true);
  now = 2_500;
  expect([keeps(), keeps(), keeps()]).toEqual([true, true, false]);
});
