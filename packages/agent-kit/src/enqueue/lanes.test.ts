import { describe, expect, it } from 'vitest';
import { makeLanes, MAX_RANK } from './lanes.ts';

const AGENT = 'billing';

describe('lanes', () => {
  it('put a tenant that enqueues ten tasks before all but the first of one that enqueued 50,000', () => {
    const lanes = makeLanes(() => 0);
    const flood = Array.from({ length: 1_000 }, () => lanes.rankOf(AGENT, 'flood', 50));
    const few = Array.from({ length: 10 }, () => lanes.rankOf(AGENT, 'few', 1));
    const last = few.at(-1) ?? MAX_RANK;
    expect(flood.filter((rank) => rank <= last).length).toBeLessThanOrEqual(1);
    expect(flood.at(-1)).toBeLessThanOrEqual(MAX_RANK);
  });

  it('keep the tasks of one tenant in the order in which they came', () => {
    const lanes = makeLanes(() => 0);
    const ranks = Array.from({ length: 500 }, (_, index) => lanes.rankOf(AGENT, 'one', index % 50));
    expect(ranks).toEqual(ranks.toSorted((one, other) => one - other));
  });

  it('let a second flood catch up with the first, so that both go side by side', () => {
    const lanes = makeLanes(() => 0);
    const flood = (tenant: string) => Array.from({ length: 400 }, () => lanes.rankOf(AGENT, tenant, 50));
    expect(flood('one')).toEqual(flood('other'));
  });

  it('start a tenant at the front again after it was quiet', () => {
    let now = 0;
    const lanes = makeLanes(() => now);
    lanes.rankOf(AGENT, 'one', 5_000);
    expect(lanes.rankOf(AGENT, 'one', 1)).toBeGreaterThan(1_000);
    now = 61_000;
    expect(lanes.rankOf(AGENT, 'one', 1)).toBe(0);
  });

  it('keep agents apart', () => {
    const lanes = makeLanes(() => 0);
    lanes.rankOf('sales', 'one', 5_000);
    expect(lanes.rankOf(AGENT, 'one', 1)).toBe(0);
  });
});
