import type { MissedPolicy } from '@sherpa/core';
import type { Firing, Timetable } from './timetable.ts';

/** Ticks in a row that do not fire; `isExact` is false where there were too many to count. */
export interface MissedTicks {
  readonly count: number;
  readonly isExact: boolean;
  readonly first: Date;
  readonly last: Date;
}

/** What is to be done now about a schedule that is due. */
export interface TickPlan {
  /** Ticks to fire, the oldest first. */
  readonly fire: readonly Date[];
  readonly missed: MissedTicks | undefined;
  /** What to wait for then; it may be due already. Undefined where the schedule is over. */
  readonly next: Firing | undefined;
}

export interface DueTicks {
  readonly timetable: Timetable;
  readonly missed: MissedPolicy;
  /** The tick that is due; later ones may be as well. */
  readonly tick: Date;
  readonly now: Date;
}

/** A conductor's look and a short restart are on time; `none` gives up what is later than that. */
const ON_TIME_MS = 60_000;

/** Enough for any outage by the minute over a night; counting on would only cost time. */
const MAX_COUNT = 1_000;

/** What one transaction fires of a long outage; the rest follows at once. */
const MAX_FIRE = 100;

const later = (one: Date, other: Date): Date => (one > other ? one : other);
const before = (moment: Date): Date => new Date(moment.getTime() - 1);

/** The last tick whose time has come, jitter included. */
const lastDue = ({ timetable, tick, now }: DueTicks): Date => {
  const last = timetable.upTo(now) ?? tick;
  const isDue = timetable.firingOf(last).runAt <= now;
  return later(tick, isDue ? last : (timetable.upTo(before(last)) ?? tick));
};

/** Ticks from one to another, both included: at most `limit`. */
const ticksFrom = (timetable: Timetable, first: Date, last: Date, limit: number): readonly Date[] => {
  const ticks: Date[] = [];
  for (let tick: Date | undefined = first; tick !== undefined && tick <= last && ticks.length < limit;) {
    ticks.push(tick);
    tick = timetable.after(tick);
  }
  return ticks;
};

/** The ticks from the due one on that come before `kept`, or all up to `last` where none is kept. */
const missedBefore = (due: DueTicks, kept: Date | undefined, last: Date): MissedTicks | undefined => {
  const end = kept === undefined ? last : before(kept);
  const ticks = ticksFrom(due.timetable, due.tick, end, MAX_COUNT + 1);
  if (ticks.length === 0) return undefined;
  const isExact = ticks.length <= MAX_COUNT;
  const counted = isExact ? ticks.at(-1) : due.timetable.upTo(end);
  return { count: Math.min(ticks.length, MAX_COUNT), isExact, first: due.tick, last: counted ?? due.tick };
};

/** The oldest tick that the policy still fires. */
const firstKept = (due: DueTicks, last: Date): Date | undefined => {
  const { timetable, missed, tick, now } = due;
  if (missed === 'last') return last;
  if (missed === 'none') {
    const lateMs = now.getTime() - timetable.firingOf(last).runAt.getTime();
    return lateMs <= ON_TIME_MS ? last : undefined;
  }
  const oldest = new Date(now.getTime() - missed.allWithinMs);
  const kept = tick >= oldest ? tick : timetable.after(before(oldest));
  return kept === undefined || kept > last ? undefined : kept;
};

/** Says which of the ticks that are due fire, which are missed, and what comes next. */
export const planTicks = (due: DueTicks): TickPlan => {
  const { timetable } = due;
  const last = lastDue(due);
  const kept = firstKept(due, last);
  const fire = kept === undefined ? [] : ticksFrom(timetable, kept, last, MAX_FIRE);
  return {
    fire,
    missed: missedBefore(due, kept, last),
    next: timetable.firingAfter(fire.at(-1) ?? last),
  };
};
