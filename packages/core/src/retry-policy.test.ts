import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { retryDelayMs, type RetryPolicy } from './retry-policy.ts';

const policy: RetryPolicy = { attempts: 4, delayMs: 1_000, maxDelayMs: 3_000 };
const none = (): number => 0;

describe('retryDelayMs', () => {
  test('doubles with every attempt up to the longest rest', () => {
    expect([1, 2, 3].map((attempt) => retryDelayMs(policy, attempt, 'backoff', none))).toEqual([
      1_000, 2_000, 3_000,
    ]);
  });

  test('ends when the attempts are used up, whatever the error says', () => {
    expect(retryDelayMs(policy, 4, 'backoff', none)).toBeUndefined();
    expect(retryDelayMs(policy, 4, { afterMs: 5 }, none)).toBeUndefined();
  });

  test('what is not counted comes again however often it came', () => {
    expect(retryDelayMs(policy, 400, { afterMs: 100, counted: false }, none)).toBe(100);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('advice to wait for %d ms is none', (afterMs) => {
    expect(retryDelayMs(policy, 1, { afterMs }, none)).toBe(retryDelayMs(policy, 1, 'backoff', none));
  });

  test('an error that says never ends it at once', () => {
    expect(retryDelayMs(policy, 1, 'never', none)).toBeUndefined();
  });

  test('jitter adds up to a quarter and never shortens what a vendor asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 600_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempt, afterMs, random) => {
          const base = retryDelayMs(policy, attempt, 'backoff', none) ?? 0;
          const backoff = retryDelayMs(policy, attempt, 'backoff', () => random) ?? -1;
          const asked = retryDelayMs(policy, attempt, { afterMs }, () => random) ?? -1;
          return backoff >= base && backoff <= base * 1.25 && asked >= afterMs;
        },
      ),
    );
  });
});
