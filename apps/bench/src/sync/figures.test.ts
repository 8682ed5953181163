import { expect, test } from 'vitest';
import { toLines } from './figures.ts';

const sandbox = { rows: 1_000, seconds: 2 };

test('what is fast and small enough is good, what is not is marked', () => {
  const good = toLines({ memory: { rows: 20_000, seconds: 1, peakBytes: 100_000_000 }, sandbox });
  expect(good.map(({ isMet }) => isMet)).toEqual([true, true, null]);
  expect(good[0]?.text).toContain('20,000 contacts/s');
  const bad = toLines({ memory: { rows: 20_000, seconds: 4, peakBytes: 300_000_000 }, sandbox });
  expect(bad.map(({ isMet }) => isMet)).toEqual([false, false, null]);
});
