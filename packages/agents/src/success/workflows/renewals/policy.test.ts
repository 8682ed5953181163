import { describe, expect, test } from 'vitest';
import { outcomeOf, stageOf } from './policy.ts';

describe('the reminder of a renewal', () => {
  test('is the latest whose day has come', () => {
    const days = [61, 60, 31, 30, 8, 7, 0, -1].map((left) => stageOf(left, [60, 30, 7]));
    expect(days).toEqual([undefined, 60, 60, 30, 30, 7, 7, undefined]);
  });
});

describe('how a renewal came out', () => {
  const running = {
    status: 'active',
    cancelAtPeriodEnd: false,
    currentPeriodEnd: new Date('2026-06-30T23:30:00Z'),
  };

  test('is open while the period runs, by the days of the company', () => {
    expect(outcomeOf(running, '2026-06-30', 'UTC')).toBeUndefined();
    expect(outcomeOf(running, '2026-07-01', 'Europe/Berlin')).toBeUndefined();
  });

  test('is renewed with another period, and ended or set to end without one', () => {
    const next = { ...running, currentPeriodEnd: new Date('2027-06-30T23:30:00Z') };
    expect(outcomeOf(next, '2026-06-30', 'UTC')).toBe('renewed');
    expect(outcomeOf({ ...running, cancelAtPeriodEnd: true }, '2026-06-30', 'UTC')).toBe('set to end');
    expect(outcomeOf({ ...running, status: 'canceled' }, '2026-06-30', 'UTC')).toBe('ended');
    expect(outcomeOf(undefined, '2026-06-30', 'UTC')).toBe('ended');
  });
});
