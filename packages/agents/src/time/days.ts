import type { Span } from '@sherpa/db';
import { dayOf } from './zoned.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const HOUR_MS = 60 * MINUTE_MS;
/** No zone is further from UTC. */
const FURTHEST_HOURS = 15;

/** The first moment of a day (`2026-03-01`) there, to the minute: also where midnight does not exist. */
export const startOfDay = (day: string, timeZone: string): Date => {
  const utc = Date.parse(`${day}T00:00:00Z`);
  let before = utc - FURTHEST_HOURS * HOUR_MS;
  let after = utc + FURTHEST_HOURS * HOUR_MS;
  while (after - before > MINUTE_MS) {
    const middle = before + Math.floor((after - before) / 2 / MINUTE_MS) * MINUTE_MS;
    if (dayOf(new Date(middle), timeZone) < day) before = middle;
    else after = middle;
  }
  return new Date(after);
};

/** The day so many days later; earlier ones for a negative number. */
export const addDays = (day: string, days: number): string => {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
};

/** The same day of the month before, or that month's last one where it is shorter. */
export const monthBefore = (day: string): string => {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 1, 0));
  lastOfMonth.setUTCDate(Math.min(date, lastOfMonth.getUTCDate()));
  return lastOfMonth.toISOString().slice(0, 10);
};

/** From its first moment there to that of the next day. */
export const spanOfDay = (day: string, timeZone: string): Span => ({
  since: startOfDay(day, timeZone),
  until: startOfDay(addDays(day, 1), timeZone),
});

/** The beginning of a day, as UTC has it. */
export const startOf = (day: string): Date => new Date(`${day}T00:00:00Z`);

/** How many days one is after another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((startOf(to).getTime() - startOf(from).getTime()) / DAY_MS);
