import { newId } from '@sherpa/core';
import type { MissedTicksEvent, Schedule } from '@sherpa/db';
import type { MissedTicks } from '@sherpa/schedule';

/**
 * Why ticks did not fire: nobody looked in time and the policy gives them up; the task before was live;
 * no agent has that task type; its contract does not take the payload; the rule cannot be kept.
 */
export type MissedWhy = 'late' | 'overlap' | 'unknown-work' | 'bad-payload' | 'bad-rule';

/** Ticks of one schedule that did not fire for one reason. */
export interface Missed {
  readonly schedule: Schedule;
  readonly why: MissedWhy;
  readonly ticks: MissedTicks;
}

/** Those ticks as missed; none where there are none. */
export const missedOf = (schedule: Schedule, why: MissedWhy, ticks: readonly Date[]): readonly Missed[] => {
  const [first, last] = [ticks[0], ticks.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [{ schedule, why, ticks: { count: ticks.length, isExact: true, first, last } }];
};

/** The event that tells of them. */
export const toMissedEvent = ({ schedule, why, ticks }: Missed): MissedTicksEvent => ({
  id: newId(),
  tenantId: schedule.tenantId,
  agent: schedule.agent,
  data: {
    scheduleId: schedule.id,
    type: schedule.type,
    name: schedule.name,
    why,
    ticks: ticks.count,
    isExact: ticks.isExact,
    firstTick: ticks.first.toISOString(),
    lastTick: ticks.last.toISOString(),
  },
});
