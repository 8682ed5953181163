import type { Company } from '../company.ts';
import { zonedOf } from './zoned.ts';

const HOUR_MS = 3_600_000;
/** A weekend and a night are fewer; whoever never works gets what is due at once. */
const MOST_HOURS = 24 * 8;
const SATURDAY = 6;

type Hours = Pick<Company, 'timeZone' | 'workFrom' | 'workUntil'>;

const isAtWork = (moment: Date, { timeZone, workFrom, workUntil }: Hours): boolean => {
  const { hour, weekday } = zonedOf(moment, timeZone);
  return weekday < SATURDAY && hour >= workFrom && hour < workUntil;
};

/** That moment if people work then, else the beginning of the hour in which they next do. */
export const nextWorkingTime = (from: Date, hours: Hours): Date => {
  if (isAtWork(from, hours)) return from;
  const start = Math.ceil(from.getTime() / HOUR_MS) * HOUR_MS;
  for (let hour = 0; hour < MOST_HOURS; hour += 1) {
    const moment = new Date(start + hour * HOUR_MS);
    if (isAtWork(moment, hours)) return moment;
  }
  return from;
};

/** That moment if people work then, else the last full hour before it in which they do. */
export const lastWorkingTime = (until: Date, hours: Hours): Date => {
  if (isAtWork(until, hours)) return until;
  const start = Math.floor(until.getTime() / HOUR_MS) * HOUR_MS;
  for (let hour = 0; hour < MOST_HOURS; hour += 1) {
    const moment = new Date(start - hour * HOUR_MS);
    if (isAtWork(moment, hours)) return moment;
  }
  return until;
};

/** So many hours of work later; whoever never works gets it as many hours later. */
export const afterWorkingHours = (from: Date, count: number, hours: Hours): Date => {
  let moment = nextWorkingTime(from, hours);
  for (let worked = 0; worked < count; worked += 1)
    moment = nextWorkingTime(new Date(moment.getTime() + HOUR_MS), hours);
  return moment;
};
