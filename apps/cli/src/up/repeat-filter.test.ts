import { describe, expect, it } from 'vitest';
import { makeRepeatFilter } from './repeat-filter.ts';

describe('makeRepeatFilter', () => {
  it('shows the first of a kind, then one every few seconds with the number in between', () => {
    const clock = { nowMs: 0 };
    const decide = makeRepeatFilter(() => clock.nowMs);
    expect(decide('retry')).toEqual({ show: true, keptBack: 0 });
    expect(decide('retry')).toEqual({ show: false });
    expect(decide('retry')).toEqual({ show: false });
    expect(decide('other')).toEqual({ show: true, keptBack: 0 });
    clock.nowMs = 5_000;
    expect(decide('retry')).toEqual({ show: true, keptBack: 2 });
    expect(decide('retry')).toEqual({ show: false });
  });
});
