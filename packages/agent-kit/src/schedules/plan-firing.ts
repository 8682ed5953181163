import { toAppError, ValidationError, type Contract } from '@sherpa/core';
import type { ActiveConnection, NewTask, Schedule } from '@sherpa/db';
import { makeTimetable, planTicks, tickTaskId, type TickPlan } from '@sherpa/schedule';
import type { Logger } from '@sherpa/telemetry';
import { missedOf, type Missed, type MissedWhy } from './missed.ts';
import { findScheduledWork, toScheduledTasks } from './scheduled-work.ts';

/** A tick and the task it makes. */
export interface TickTask {
  readonly schedule: Schedule;
  readonly tick: Date;
  readonly task: NewTask;
}

/** What is to be written for a schedule that is due. */
export interface PlannedFiring {
  readonly schedule: Schedule;
  readonly tasks: readonly TickTask[];
  readonly missed: readonly Missed[];
  readonly next: TickPlan['next'];
}

export interface PlanDeps {
  readonly contracts: readonly Contract[];
  readonly log: Logger;
}

const tellBad = (log: Logger, { id, agent, type }: Schedule, error: unknown): void =>
  log.error('A schedule cannot be kept.', { scheduleId: id, agent, type, error: toAppError(error) });

/** What a firing finds. */
export interface FiringTime {
  /** By the database's clock. */
  readonly now: Date;
  readonly connections: readonly ActiveConnection[];
}

/** What the ticks come to: their tasks, or why they have none. */
const toTasks = (
  { contracts, log }: PlanDeps,
  schedule: Schedule,
  connections: readonly ActiveConnection[],
  ticks: readonly Date[],
): readonly TickTask[] | MissedWhy => {
  const work = findScheduledWork(contracts, schedule);
  if (work === undefined) return 'unknown-work';
  try {
    return ticks.flatMap((tick) =>
      toScheduledTasks(work, schedule, connections, (id) => tickTaskId(schedule.id, tick, id)).map(
        (task) => ({
          schedule,
          tick,
          task,
        }),
      ),
    );
  } catch (err) {
    if (!(err instanceof ValidationError)) throw err;
    tellBad(log, schedule, err);
    return 'bad-payload';
  }
};

/** Plans the ticks of a schedule that is due by that moment of the database's clock. */
const planByRule = (
  deps: PlanDeps,
  schedule: Schedule,
  tick: Date,
  { now, connections }: FiringTime,
): PlannedFiring => {
  const { policy } = schedule.terms;
  const timetable = makeTimetable({ ...schedule, anchor: tick });
  const { fire, missed, next } = planTicks({ timetable, missed: policy.missed, tick, now });
  // Of several at once, only one can be live at a time: the latest.
  const chosen = policy.overlap === 'allow' ? fire : fire.slice(-1);
  const tasks = toTasks(deps, schedule, connections, chosen);
  return {
    schedule,
    tasks: typeof tasks === 'string' ? [] : tasks,
    missed: [
      ...(missed === undefined ? [] : [{ schedule, why: 'late' as const, ticks: missed }]),
      ...missedOf(schedule, 'overlap', fire.slice(0, fire.length - chosen.length)),
      ...(typeof tasks === 'string' ? missedOf(schedule, tasks, chosen) : []),
    ],
    next,
  };
};

/**
 * What a due schedule comes to. One that is wrong about itself is told and put aside, so that it stops
 * no other.
 */
export const planFiring = (deps: PlanDeps, schedule: Schedule, time: FiringTime): PlannedFiring => {
  const tick = schedule.nextTickAt ?? time.now;
  try {
    return planByRule(deps, schedule, tick, time);
  } catch (err) {
    if (!(err instanceof ValidationError)) throw err;
    tellBad(deps.log, schedule, err);
    return { schedule, tasks: [], missed: missedOf(schedule, 'bad-rule', [tick]), next: undefined };
  }
};
