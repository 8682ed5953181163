import { describe, expect, it } from 'vitest';
import { describeDuration, describeMoment } from './moment.ts';

describe('describeDuration', () => {
  it.each([
    [12, '12 ms'],
    [1_500, '1.5 s'],
    [61_000, '1 m'],
    [7_200_000, '2 h'],
    [172_800_000, '2 d'],
  ])('says %i ms in the largest unit that fits', (ms, text) => {
    expect(describeDuration(ms)).toBe(text);
  });
});

describe('describeMoment', () => {
  const now = new Date('2026-01-02T03:04:05.000Z');

  it('tells the past, the future, now and never apart', () => {
    expect(describeMoment('2026-01-02T03:01:05.000Z', now)).toBe('3 m ago');
    expect(describeMoment('2026-01-02T03:04:15.400Z', now)).toBe('in 10 s');
    expect(describeMoment('2026-01-02T03:04:05.100Z', now)).toBe('now');
    expect(describeMoment(null, now)).toBe('never');
  });
});
