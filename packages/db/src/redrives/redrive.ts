import type { Selectable } from 'kysely';
import { failureFilterSchema, type FailureFilter } from '../failures/failure-filter.ts';
import type { AgentRedrivesTable, RedriveStatus } from '../schema/dead-letters.ts';

/** It stops when more than `share` of those that have ended, `after` of them at least, failed again. */
export interface StopRule {
  readonly share: number;
  readonly after: number;
}

/** Failed tasks being put back to work, some each second. */
export interface Redrive {
  readonly id: string;
  readonly tenantId: string;
  readonly filter: FailureFilter;
  readonly perSecond: number;
  readonly stopAt: StopRule | null;
  readonly status: RedriveStatus;
  /** Tasks that matched when it began. */
  readonly matched: number;
  readonly redriven: number;
  /** Left as they were, because another task had taken their key. */
  readonly skipped: number;
  /** Of those redriven, how many have come to rest, however they did. */
  readonly ended: number;
  readonly completed: number;
  readonly failedAgain: number;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** The columns of a `Redrive`. */
export const redriveColumns = [
  'id',
  'tenant_id',
  'filter',
  'per_second',
  'stop_share',
  'stop_after',
  'status',
  'matched',
  'redriven',
  'skipped',
  'ended',
  'completed',
  'failed_again',
  'created_at',
  'finished_at',
] as const satisfies readonly (keyof AgentRedrivesTable)[];

export type RedriveRow = Pick<Selectable<AgentRedrivesTable>, (typeof redriveColumns)[number]>;

export const toRedrive = (row: RedriveRow): Redrive => ({
  id: row.id,
  tenantId: row.tenant_id,
  filter: failureFilterSchema.parse(row.filter),
  perSecond: row.per_second,
  stopAt: row.stop_share === null ? null : { share: row.stop_share, after: row.stop_after },
  status: row.status,
  matched: row.matched,
  redriven: row.redriven,
  skipped: row.skipped,
  ended: row.ended,
  completed: row.completed,
  failedAgain: row.failed_again,
  createdAt: row.created_at,
  finishedAt: row.finished_at,
});
