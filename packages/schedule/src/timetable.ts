import type { ScheduleTerms } from '@sherpa/core';
import { tickFraction } from './tick-hash.ts';
import type { Ticks } from './ticks.ts';
import { makeTicks } from './make-ticks.ts';

/** A tick and the moment it fires: the same, but for jitter. */
export interface Firing {
  readonly tick: Date;
  readonly runAt: Date;
}

/** One schedule's ticks with their jitter. */
export interface Timetable extends Ticks {
  /**
   * When that tick fires. Jitter belongs to the tick, so it is the same whenever it is asked for, and
   * never reaches the tick after.
   */
  firingOf(tick: Date): Firing;
  /** The first firing of a tick after that moment. */
  firingAfter(moment: Date): Firing | undefined;
}

/** Whose ticks: the id decides the jitter, the anchor where an interval begins. */
export interface TimetableOf {
  readonly id: string;
  readonly terms: ScheduleTerms;
  readonly anchor: Date;
}

/** The ticks of a schedule as they fire. */
export const makeTimetable = ({ id, terms, anchor }: TimetableOf): Timetable => {
  const ticks = makeTicks(terms.rule, anchor);
  const { jitterMs } = terms.policy;
  const firingOf = (tick: Date): Firing => {
    if (jitterMs === 0) return { tick, runAt: tick };
    const gapMs = (ticks.after(tick)?.getTime() ?? Number.POSITIVE_INFINITY) - tick.getTime();
    const putOffMs = Math.floor(tickFraction(id, tick) * Math.min(jitterMs + 1, gapMs));
    return { tick, runAt: new Date(tick.getTime() + putOffMs) };
  };
  return {
    ...ticks,
    firingOf,
    firingAfter: (moment) => {
      const tick = ticks.after(moment);
      return tick === undefined ? undefined : firingOf(tick);
    },
  };
};
