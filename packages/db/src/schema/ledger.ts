import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Json, OverlapPolicy, TaskStatus } from '@sherpa/core';

type Moment = ColumnType<Date, Date | string, Date | string>;
type MomentOrNull = ColumnType<Date | null, Date | string | null, Date | string | null>;
type JsonOrNull = ColumnType<Json | null, string | null, string | null>;
type JsonValue = ColumnType<Json, string, string>;

export interface AgentTasksTable {
  id: string;
  tenant_id: string;
  agent: string;
  type: string;
  payload: JsonValue;
  status: ColumnType<TaskStatus, TaskStatus | undefined, TaskStatus>;
  attempt: Generated<number>;
  uncounted_attempts: Generated<number>;
  max_attempts: number;
  priority: number;
  run_at: Moment;
  key: string | null;
  message_id: string | null;
  caused_by: string | null;
  hops: Generated<number>;
  origin: 'api' | 'agent' | 'schedule' | 'adopted' | 'dry-run';
  worker_id: string | null;
  lease_expires_at: MomentOrNull;
  cancel_requested_at: MomentOrNull;
  progress: JsonOrNull;
  result: JsonOrNull;
  error: ColumnType<TaskErrorJson | null, string | null, string | null>;
  created_at: Generated<Date>;
  started_at: MomentOrNull;
  finished_at: MomentOrNull;
  concurrency_key: string | null;
  awaited_by: string | null;
  fingerprint: string | null;
  earlier_ms: number | null;
  vendor_calls: number | null;
}

export interface TaskErrorJson {
  readonly code: string;
  readonly message: string;
  readonly details: Json;
}

/** The task whose turn it is under a concurrency key. */
export interface AgentTurnsTable {
  tenant_id: string;
  agent: string;
  key: string;
  task_id: string;
}

/** Jobs that are owed to the queue. */
export interface AgentOutboxTable {
  id: string;
  jobs: JsonValue;
  created_at: Generated<Date>;
}

export interface AgentTaskKeysTable {
  tenant_id: string;
  agent: string;
  key: string;
  task_id: string;
  hold_until: MomentOrNull;
}

export type MessageStatus = 'pending' | 'processed' | 'failed' | 'cancelled';

export interface AgentMessagesTable {
  id: string;
  tenant_id: string;
  from_agent: string;
  to_agent: string;
  type: string;
  payload: JsonValue;
  status: ColumnType<MessageStatus, MessageStatus | undefined, MessageStatus>;
  task_id: string;
  caused_by: string | null;
  created_at: Generated<Date>;
  processed_at: MomentOrNull;
}

export interface AgentEventsTable {
  id: string;
  tenant_id: string;
  agent: string;
  type: string;
  task_id: string | null;
  data: JsonValue;
  created_at: Generated<Date>;
}

export interface AgentStateTable {
  tenant_id: string;
  agent: string;
  key: string;
  value: JsonValue;
  version: Generated<number>;
  updated_at: Generated<Date>;
}

export interface AgentStepsTable {
  tenant_id: string;
  task_id: string;
  name: string;
  result: JsonValue;
  attempt: number;
  created_at: Generated<Date>;
}

export type EffectStatus = 'intended' | 'performed' | 'failed';

export interface AgentEffectsTable {
  tenant_id: string;
  task_id: string;
  name: string;
  agent: string;
  vendor: string;
  key: string;
  intent: JsonValue;
  status: Generated<EffectStatus>;
  attempt: number;
  spent_keys: Generated<number>;
  outcome: JsonOrNull;
  error: ColumnType<TaskErrorJson | null, string | null, string | null>;
  created_at: Generated<Date>;
  intended_at: Generated<Date>;
  object_id: string | null;
  finished_at: MomentOrNull;
}

export interface AgentSchedulesTable {
  id: string;
  tenant_id: string;
  agent: string;
  type: string;
  name: string;
  origin: 'contract' | 'api';
  cron: string | null;
  time_zone: string | null;
  every_ms: number | null;
  jitter_ms: Generated<number>;
  missed: Generated<'none' | 'last' | 'all'>;
  missed_within_ms: number | null;
  overlap: Generated<OverlapPolicy>;
  payload: ColumnType<Json, string | undefined, string>;
  paused_at: MomentOrNull;
  next_tick_at: MomentOrNull;
  next_run_at: MomentOrNull;
  last_tick_at: MomentOrNull;
  last_run_at: MomentOrNull;
  last_task_id: string | null;
  created_at: Generated<Date>;
}

export interface LogsTable {
  id: string;
  tenant_id: string | null;
  timestamp: Moment;
  level: string;
  message: string;
  agent_id: string | null;
  context: JSONColumnType<Record<string, unknown>>;
}

export interface AgentWorkersTable {
  id: string;
  agent: string;
  host: string;
  pid: number;
  running: Generated<number>;
  started_at: Generated<Date>;
  last_seen_at: Generated<Date>;
}
