import { describe, expect, it } from 'vitest';
import { parseDurationMs, readDurationMs } from './duration.ts';

describe('readDurationMs', () => {
  it.each([
    ['250', 250],
    ['250ms', 250],
    ['10s', 10_000],
    ['1.5m', 90_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    [' 3 s ', 3_000],
  ])('reads %j', (text, ms) => {
    expect(readDurationMs(text)).toBe(ms);
  });

  it.each(['', 's', '-1s', '10 weeks', '1e3', '{}'])('refuses %j', (text) => {
    expect(readDurationMs(text)).toBeUndefined();
    expect(() => parseDurationMs(text)).toThrow('Write a time');
  });
});
