import { describe, expect, test } from 'vitest';
import { nextWorkingTime } from './working-time.ts';
import { dayOf } from './zoned.ts';

const berlin = { timeZone: 'Europe/Berlin', workFrom: 9, workUntil: 17 };
const next = (from: string, hours = berlin): string => nextWorkingTime(new Date(from), hours).toISOString();

describe('the next working time', () => {
  test('is now while people work', () => {
    expect(next('2026-03-03T10:20:00Z')).toBe('2026-03-03T10:20:00.000Z');
  });

  test('is the morning after an evening, in their zone', () => {
    expect(next('2026-03-03T16:30:00Z')).toBe('2026-03-04T08:00:00.000Z');
    expect(next('2026-07-01T16:30:00Z')).toBe('2026-07-02T07:00:00.000Z');
  });

  test('is Monday after a Friday, also over a change of the clock', () => {
    expect(next('2026-03-27T17:00:00Z')).toBe('2026-03-30T07:00:00.000Z');
  });

  test('is now where nobody ever works', () => {
    expect(next('2026-03-03T10:20:00Z', { ...berlin, workFrom: 9, workUntil: 9 })).toBe(
      '2026-03-03T10:20:00.000Z',
    );
  });
});

test('a day is the day of the zone', () => {
  expect(dayOf(new Date('2026-03-03T23:30:00Z'), 'Europe/Berlin')).toBe('2026-03-04');
  expect(dayOf(new Date('2026-03-03T23:30:00Z'), 'UTC')).toBe('2026-03-03');
});
