import { expect, test } from 'vitest';
import { toLines } from './figures.ts';

const sandbox = { rows: 1_000, seconds: 2 };

const measured = (over: Partial<{ seconds: number; peakBytes: number }>) => ({
  rows: 20_000,
  seconds: 1,
  peakBytes: 100_000_000,
  cpuUs: 400_000,
  databaseCpuUs: 1_000_000,
  ...over,
});

const barsOf = (lines: ReturnType<typeof toLines>) =>
  lines.flatMap(({ isMet }) => (isMet === null ? [] : [isMet]));

test('what is fast and small enough at every size is good, what is not is marked', () => {
  const good = toLines({ memory: [measured({ seconds: 9 }), measured({})], sandbox });
  expect(barsOf(good)).toEqual([true, true]);
  expect(good[0]?.text).toContain('20,000 contacts/s');
  expect(good[1]?.text).toContain('20 µs a contact by the worker, 50 by the database');
  const bad = toLines({ memory: [measured({ peakBytes: 300_000_000 }), measured({ seconds: 4 })], sandbox });
  expect(barsOf(bad)).toEqual([false, false]);
});
