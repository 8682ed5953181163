import { describe, expect, it } from 'vitest';
import { quantile } from './quantile.ts';

describe('quantile', () => {
  it('is a value that was measured, by the nearest rank', () => {
    const values = Array.from({ length: 300 }, (_, index) => 300 - index);
    expect([quantile(values, 0.5), quantile(values, 0.99), quantile([7], 0.99)]).toEqual([150, 297, 7]);
  });
});
