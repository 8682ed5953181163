import { describe, expect, it } from 'vitest';
import { makeTally } from './tally.ts';

describe('a tally', () => {
  it('counts how often each task ran, and who did not belong', () => {
    const tally = makeTally(() => undefined);
    tally.expect({ from: 10, to: 13 });
    for (const n of [10, 12, 12, 9, 13]) tally.onTask(n);
    expect([...tally.result().runs]).toEqual([1, 0, 2]);
    expect(tally.result().strangers).toBe(2);
  });

  it('tells when as many have run as it expects', () => {
    let all = 0;
    const tally = makeTally(() => {
      all += 1;
    });
    tally.expect({ from: 0, to: 2 });
    tally.onTask(0);
    expect(all).toBe(0);
    tally.onTask(1);
    expect(all).toBe(1);
  });
});
