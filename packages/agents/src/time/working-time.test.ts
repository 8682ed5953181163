import { describe, expect, test } from 'vitest';
import { afterWorkingHours, lastWorkingTime, nextWorkingTime } from './working-time.ts';
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

describe('the last working time', () => {
  const last = (until: string): string => lastWorkingTime(new Date(until), berlin).toISOString();

  test('is that moment while people work, else the last hour before it', () => {
    expect(last('2026-03-03T10:20:00Z')).toBe('2026-03-03T10:20:00.000Z');
    expect(last('2026-03-03T20:30:00Z')).toBe('2026-03-03T15:00:00.000Z');
  });

  test('is Friday before a Sunday', () => {
    expect(last('2026-03-08T12:00:00Z')).toBe('2026-03-06T15:00:00.000Z');
  });
});

test('hours of work go on in the morning', () => {
  const after = (from: string, count: number) =>
    afterWorkingHours(new Date(from), count, berlin).toISOString();
  expect(after('2026-03-03T10:00:00Z', 4)).toBe('2026-03-03T14:00:00.000Z');
  expect(after('2026-03-06T15:00:00Z', 2)).toBe('2026-03-09T09:00:00.000Z');
});
