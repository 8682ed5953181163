import type { Schedule } from '@sherpa/api';
import { describeDuration } from '../output/moment.ts';

/** When a schedule fires, in a few words: `0 9 * * 1-5 (Europe/Berlin)`, `every 15 m`. */
export const describeRule = ({ cron, timeZone, everyMs }: Schedule): string =>
  cron === null ? `every ${describeDuration(everyMs ?? 0)}` : `${cron} (${timeZone ?? 'UTC'})`;

/** What it does about ticks that nobody fired in time. */
export const describeMissed = ({ missed }: Schedule): string => {
  if (missed === 'none') return 'makes up for nothing';
  return missed === 'last'
    ? 'makes up for the last tick'
    : `makes up for all of the last ${describeDuration(missed.allWithinMs)}`;
};
