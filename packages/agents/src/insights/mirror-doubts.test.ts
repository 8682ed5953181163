import { expect, test } from 'vitest';
import { mirrorDoubts } from './mirror-doubts.ts';

const fresh = {
  system: 'stripe',
  stream: 'charges',
  lane: 'sync' as const,
  ageMs: 60_000,
  freshAt: new Date(),
  isStale: false,
  quarantined: 0,
};

test('what was read in time and whole is not doubted', () => {
  expect(mirrorDoubts([fresh, { ...fresh, lane: 'audit', isStale: true }], ['stripe charges'])).toEqual([]);
});

test.each([
  [[], 'stripe charges: never read'],
  [[{ ...fresh, freshAt: null }], 'stripe charges: not read to its end yet'],
  [[{ ...fresh, isStale: true, ageMs: 5_400_000 }], 'stripe charges: last read 90 minutes ago'],
  [[{ ...fresh, isStale: true, ageMs: 18_000_000 }], 'stripe charges: last read 5 hours ago'],
  [[{ ...fresh, quarantined: 3 }], 'stripe charges: 3 that could not be read'],
])('what was not says why: %j', (streams, doubt) => {
  expect(mirrorDoubts(streams, ['stripe charges'])).toEqual([doubt]);
});
