import { dayOf } from './zoned.ts';

const DAY_MS = 86_400_000;

/** The beginning of a day, as UTC has it. */
export const startOf = (day: string): Date => new Date(`${day}T00:00:00Z`);

/** So many days later, or earlier. */
export const addDays = (day: string, days: number): string =>
  dayOf(new Date(startOf(day).getTime() + days * DAY_MS), 'UTC');

/** How many days one is after another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((startOf(to).getTime() - startOf(from).getTime()) / DAY_MS);
