import { describe, expect, it } from 'vitest';
import { toWindowTerms } from './window-terms.ts';

describe('the terms of a window', () => {
  it('keep a share for urgent calls and leave one that background calls may not touch', () => {
    expect(toWindowTerms({ name: 'burst', limit: 190, windowMs: 10_000 })).toMatchObject({
      granule: 1,
      shared: 181,
      urgent: 9,
      background: 144,
      holdMs: 10_012,
      skewMs: 1_000,
    });
  });

  it('keep nothing of a limit too small to share, and let background calls have one of it', () => {
    const terms = toWindowTerms({ name: 'tiny', limit: 1, windowMs: 1_000 });
    expect(terms).toMatchObject({ shared: 1, urgent: 0, background: 1 });
  });

  it('never promise more calls than the limit, however large it is', () => {
    for (const limit of [3, 999, 1_000, 1_001, 250_000, 650_000, 1_000_000]) {
      const { shared, urgent, granule } = toWindowTerms({ name: 'day', limit, windowMs: 86_400_000 });
      expect((shared + urgent) * granule).toBeLessThanOrEqual(limit);
      expect((shared + urgent) * granule).toBeGreaterThan(limit * 0.99);
      expect(shared + urgent).toBeLessThanOrEqual(1_000);
    }
  });
});
