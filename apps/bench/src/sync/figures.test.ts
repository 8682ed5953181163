import { expect, test } from 'vitest';
import { memoryLines, sandboxLines } from './figures.ts';

const measured = (over: Partial<{ seconds: number; peakBytes: number }>) => ({
  rows: 20_000,
  seconds: 1,
  peakBytes: 100_000_000,
  cpuUs: 400_000,
  databaseCpuUs: 1_000_000,
  ...over,
});

const barsOf = (lines: ReturnType<typeof memoryLines>) =>
  lines.flatMap(({ isMet }) => (isMet === null ? [] : [isMet]));

test('what is fast and small enough at every size is good, what is not is marked', () => {
  const good = memoryLines([measured({ seconds: 9 }), measured({})]);
  expect(barsOf(good)).toEqual([true, true]);
  expect(good[0]?.text).toContain('20,000 contacts/s');
  expect(good[1]?.text).toContain('20 µs a contact by the worker, 50 by the database');
  const bad = memoryLines([measured({ peakBytes: 300_000_000 }), measured({ seconds: 4 })]);
  expect(barsOf(bad)).toEqual([false, false]);
});

test('what a whole fleet takes has no bar of its own', () => {
  const [line] = sandboxLines({ rows: 1_000, seconds: 2 });
  expect(line).toMatchObject({ isMet: null, text: expect.stringContaining('500 contacts/s') });
});
