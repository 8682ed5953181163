import type { ColumnType, Generated } from 'kysely';
import type { Json } from '@sherpa/core';
import type { TaskErrorJson } from './ledger.ts';

type Moment = ColumnType<Date, Date | string, Date | string>;
type MomentOrNull = ColumnType<Date | null, Date | string | null, Date | string | null>;

export type AttemptOutcome = 'retried' | 'failed' | 'cancelled' | 'worker_died';

export interface AgentAttemptsTable {
  id: string;
  tenant_id: string;
  task_id: string;
  attempt: number;
  outcome: AttemptOutcome;
  error: ColumnType<TaskErrorJson, string, string>;
  fingerprint: string;
  worker_id: string | null;
  started_at: MomentOrNull;
  ended_at: Moment;
}

export type RedriveStatus = 'running' | 'done' | 'stopped' | 'cancelled';

export interface AgentRedrivesTable {
  id: string;
  tenant_id: string;
  filter: ColumnType<Json, string, string>;
  per_second: number;
  stop_share: number | null;
  stop_after: Generated<number>;
  status: Generated<RedriveStatus>;
  matched: number;
  redriven: Generated<number>;
  skipped: Generated<number>;
  completed: Generated<number>;
  failed_again: Generated<number>;
  ended: Generated<number>;
  next_at: ColumnType<Date, Date | string | undefined, Date | string>;
  created_at: Generated<Date>;
  finished_at: MomentOrNull;
}

export interface AgentRedrivenTable {
  redrive_id: string;
  task_id: string;
  tenant_id: string;
  outcome: 'skipped' | 'completed' | 'failed' | 'cancelled' | 'waiting' | null;
}
