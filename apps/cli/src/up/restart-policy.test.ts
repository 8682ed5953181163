import { describe, expect, it } from 'vitest';
import { makeRestartPolicy } from './restart-policy.ts';

describe('makeRestartPolicy', () => {
  it('rests longer after every quick death and gives up at the fifth', () => {
    const policy = makeRestartPolicy();
    expect([1, 2, 3, 4, 5].map(() => policy.afterDeath(100))).toEqual([500, 1_000, 2_000, 4_000, undefined]);
  });

  it('forgets quick deaths once the process has lived well', () => {
    const policy = makeRestartPolicy();
    for (const livedMs of [100, 100, 100, 100]) policy.afterDeath(livedMs);
    expect(policy.afterDeath(60_000)).toBe(500);
    expect(policy.afterDeath(100)).toBe(1_000);
  });
});
