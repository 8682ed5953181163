import { describe, expect, it } from 'vitest';
import { parseRetryAfterMs } from './retry-after.ts';

const now = new Date('2026-11-22T10:00:00Z');

describe('parseRetryAfterMs', () => {
  it.each([
    ['7', 7_000],
    [' 0.5 ', 500],
    ['0', 0],
    ['Sun, 22 Nov 2026 10:00:30 GMT', 30_000],
  ])('reads %j as %d ms', (header, expected) => {
    expect(parseRetryAfterMs(header, now)).toBe(expected);
  });

  it.each([undefined, '', '   ', 'soon'])('gets nothing out of %j', (header) => {
    expect(parseRetryAfterMs(header, now)).toBeUndefined();
  });

  it('takes a moment that has passed for now', () => {
    expect(parseRetryAfterMs('Sun, 22 Nov 2026 09:00:00 GMT', now)).toBe(0);
    expect(parseRetryAfterMs('-5', now)).toBe(0);
  });

  it('never waits for more than a day', () => {
    expect(parseRetryAfterMs('99999999', now)).toBe(86_400_000);
  });
});
