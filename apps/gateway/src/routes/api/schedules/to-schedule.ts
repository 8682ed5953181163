import type { Schedule } from '@sherpa/api';
import { NotFoundError, workflowBegunBy } from '@sherpa/core';
import { pausedWorkflows, type Schedule as LedgerSchedule } from '@sherpa/db';
import type { RouteDeps } from '../../deps.ts';

const toSchedule = (schedule: LedgerSchedule, pausedWorkflow: string | null): Schedule => {
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
    pausedWorkflow,
    nextRunAt: schedule.nextRunAt?.toISOString() ?? null,
    lastRunAt: schedule.lastRunAt?.toISOString() ?? null,
    lastTaskId: schedule.lastTaskId,
    createdAt: schedule.createdAt.toISOString(),
  };
};

/** How a tenant's schedules go over the wire: each with the workflow that it rests with, if that is paused now. */
export const readToSchedule = async (
  { db, contracts }: Pick<RouteDeps, 'db' | 'contracts'>,
  tenantId: string,
): Promise<(schedule: LedgerSchedule) => Schedule> => {
  const paused = await db.withTenant(tenantId, pausedWorkflows);
  return (schedule) => {
    const contract = contracts.find(({ agent }) => agent === schedule.agent);
    const workflow = contract && workflowBegunBy(contract, schedule.type);
    return toSchedule(schedule, workflow !== undefined && paused.has(workflow) ? workflow : null);
  };
};

/** The schedule that was found. */
export const foundSchedule = (schedule: LedgerSchedule | undefined): LedgerSchedule => {
  if (schedule === undefined) throw new NotFoundError('There is no such schedule.');
  return schedule;
};
