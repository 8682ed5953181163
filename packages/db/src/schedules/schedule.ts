import type { Json, MissedPolicy, ScheduleRule, ScheduleTerms } from '@sherpa/core';
import { DatabaseError } from '@sherpa/core';
import type { Selectable } from 'kysely';
import type { AgentSchedulesTable } from '../schema/ledger.ts';

/** A schedule of one tenant: what it makes, when, and how far it is. */
export interface Schedule {
  readonly id: string;
  readonly tenantId: string;
  readonly agent: string;
  readonly type: string;
  /** Told apart by it from others of the same task type. */
  readonly name: string;
  /** Declared by the agent's contract, or made by a person. */
  readonly origin: 'contract' | 'api';
  readonly terms: ScheduleTerms;
  /** What each of its tasks is given. */
  readonly payload: Json;
  readonly pausedAt: Date | null;
  /** The tick that is awaited, or was when it was paused. */
  readonly nextTickAt: Date | null;
  /** When that tick fires, its jitter included; null while paused and where none is left. */
  readonly nextRunAt: Date | null;
  readonly lastTickAt: Date | null;
  readonly lastRunAt: Date | null;
  readonly lastTaskId: string | null;
  readonly createdAt: Date;
}

/** The columns of a `Schedule`, for `select` and `returning` alike. */
export const scheduleColumns = [
  'id',
  'tenant_id',
  'agent',
  'type',
  'name',
  'origin',
  'cron',
  'time_zone',
  'every_ms',
  'jitter_ms',
  'missed',
  'missed_within_ms',
  'overlap',
  'payload',
  'paused_at',
  'next_tick_at',
  'next_run_at',
  'last_tick_at',
  'last_run_at',
  'last_task_id',
  'created_at',
] as const satisfies readonly (keyof AgentSchedulesTable)[];

export type ScheduleRow = Pick<Selectable<AgentSchedulesTable>, (typeof scheduleColumns)[number]>;

const toRule = ({ cron, time_zone: timeZone, every_ms: everyMs }: ScheduleRow): ScheduleRule => {
  if (everyMs !== null) return { everyMs };
  if (cron !== null && timeZone !== null) return { cron, timeZone };
  throw new DatabaseError('A schedule has no rule.');
};

const toMissed = ({ missed, missed_within_ms: allWithinMs }: ScheduleRow): MissedPolicy => {
  if (missed !== 'all') return missed;
  if (allWithinMs !== null) return { allWithinMs };
  throw new DatabaseError('A schedule has no window for what it missed.');
};

export const toSchedule = (row: ScheduleRow): Schedule => ({
  id: row.id,
  tenantId: row.tenant_id,
  agent: row.agent,
  type: row.type,
  name: row.name,
  origin: row.origin,
  terms: {
    rule: toRule(row),
    policy: { jitterMs: row.jitter_ms, missed: toMissed(row), overlap: row.overlap },
  },
  payload: row.payload,
  pausedAt: row.paused_at,
  nextTickAt: row.next_tick_at,
  nextRunAt: row.next_run_at,
  lastTickAt: row.last_tick_at,
  lastRunAt: row.last_run_at,
  lastTaskId: row.last_task_id,
  createdAt: row.created_at,
});

/** The terms as columns. */
export const termColumns = ({ rule, policy }: ScheduleTerms) => ({
  cron: 'cron' in rule ? rule.cron : null,
  time_zone: 'cron' in rule ? rule.timeZone : null,
  every_ms: 'cron' in rule ? null : rule.everyMs,
  jitter_ms: policy.jitterMs,
  missed: typeof policy.missed === 'string' ? policy.missed : ('all' as const),
  missed_within_ms: typeof policy.missed === 'string' ? null : policy.missed.allWithinMs,
  overlap: policy.overlap,
});
