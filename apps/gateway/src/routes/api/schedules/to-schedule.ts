import type { Schedule } from '@sherpa/api';
import { NotFoundError } from '@sherpa/core';
import type { Schedule as LedgerSchedule } from '@sherpa/db';

/** A schedule as it goes over the wire. */
export const toSchedule = (schedule: LedgerSchedule): Schedule => {
  const { rule, policy } = schedule.terms;
  return {
    id: schedule.id,
    agent: schedule.agent,
    type: schedule.type,
    name: schedule.name,
    origin: schedule.origin,
    cron: 'cron' in rule ? rule.cron : null,
    timeZone: 'cron' in rule ? rule.timeZone : null,
    everyMs: 'cron' in rule ? null : rule.everyMs,
    ...policy,
    payload: schedule.payload,
    pausedAt: schedule.pausedAt?.toISOString() ?? null,
    nextRunAt: schedule.nextRunAt?.toISOString() ?? null,
    lastRunAt: schedule.lastRunAt?.toISOString() ?? null,
    lastTaskId: schedule.lastTaskId,
    createdAt: schedule.createdAt.toISOString(),
  };
};

/** The schedule that was found. */
export const foundSchedule = (schedule: LedgerSchedule | undefined): LedgerSchedule => {
  if (schedule === undefined) throw new NotFoundError('There is no such schedule.');
  return schedule;
};
