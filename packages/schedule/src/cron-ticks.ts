import { ValidationError } from '@sherpa/core';
import { Cron } from 'croner';
import type { Ticks } from './ticks.ts';

const ANY_MOMENT = new Date(0);

const refuse = (problem: string, cause?: unknown): ValidationError =>
  new ValidationError('The schedule cannot be kept.', {
    details: { problems: [{ field: 'cron', problem }] },
    cause,
  });

/**
 * The rule for changes of the clock. Where seconds, minutes and hours are named (no `*`, no step), a
 * wall time that is left out ticks at the first moment after the gap, and one that comes twice ticks
 * the first time only. With a `*` or a step it is an interval on the wall: what is left out is left
 * out, what comes twice ticks twice, so that `0 * * * *` is every hour that passes.
 */
const OPTIONS = { mode: '5-or-6-parts', fixedTimeRule: 'no-wildcard', paused: true } as const;

const readCron = (cron: string, timeZone: string): Cron => {
  try {
    return new Cron(cron, { ...OPTIONS, timezone: timeZone });
  } catch (err) {
    throw refuse(err instanceof Error ? err.message : 'cannot be read', err);
  }
};

/** Ticks at the wall times of a zone. */
export const makeCronTicks = ({
  cron,
  timeZone,
}: {
  readonly cron: string;
  readonly timeZone: string;
}): Ticks => {
  const pattern = readCron(cron, timeZone);
  if (pattern.nextRun(ANY_MOMENT) === null) throw refuse('never comes true');
  return {
    after: (moment) => pattern.nextRun(moment) ?? undefined,
    // The library leaves out what is exactly at the moment it is asked for.
    upTo: (moment) => pattern.previousRuns(1, new Date(moment.getTime() + 1))[0],
  };
};
