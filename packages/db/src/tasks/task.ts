import type { Selectable } from 'kysely';
import type { Json, TaskStatus } from '@sherpa/core';
import type { AgentTasksTable } from '../schema/ledger.ts';

/** Why an attempt failed, as shown to people: nothing in it was typed by a customer. */
export interface TaskError {
  readonly code: string;
  readonly message: string;
  readonly details: Json;
}

export type TaskOrigin = 'api' | 'agent' | 'schedule' | 'adopted' | 'dry-run';

/** One unit of work, as the ledger knows it. */
export interface Task {
  readonly id: string;
  readonly tenantId: string;
  readonly agent: string;
  readonly type: string;
  readonly payload: Json;
  readonly status: TaskStatus;
  /** How often it was claimed; also the fence that a finish must name. */
  readonly attempt: number;
  /** Claims that do not count against `maxAttempts`: handed back at a drain, or forgiven by a retry. */
  readonly uncountedAttempts: number;
  readonly maxAttempts: number;
  /** 0 first. */
  readonly priority: number;
  readonly runAt: Date;
  readonly key: string | null;
  /** Set where this task is the delivery of a message. */
  readonly messageId: string | null;
  /** The task that enqueued this one. */
  readonly causedBy: string | null;
  /** How often agents have handed the matter on since somebody else began it. */
  readonly hops: number;
  readonly origin: TaskOrigin;
  /** The worker that runs it, or that ended it. */
  readonly workerId: string | null;
  readonly progress: Json | null;
  readonly result: Json | null;
  readonly error: TaskError | null;
  readonly cancelRequestedAt: Date | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  /** Tasks of one agent and tenant with the same one run one at a time. */
  readonly concurrencyKey: string | null;
  /** The waiting task that goes on when this one has ended. */
  readonly awaitedBy: string | null;
}

/** The columns of a `Task`, for `select` and `returning` alike. */
export const taskColumns = [
  'id',
  'tenant_id',
  'agent',
  'type',
  'payload',
  'status',
  'attempt',
  'uncounted_attempts',
  'max_attempts',
  'priority',
  'run_at',
  'key',
  'message_id',
  'caused_by',
  'hops',
  'origin',
  'worker_id',
  'progress',
  'result',
  'error',
  'cancel_requested_at',
  'created_at',
  'started_at',
  'finished_at',
  'concurrency_key',
  'awaited_by',
] as const satisfies readonly (keyof AgentTasksTable)[];

export type TaskRow = Pick<Selectable<AgentTasksTable>, (typeof taskColumns)[number]>;

export const toTask = (row: TaskRow): Task => ({
  id: row.id,
  tenantId: row.tenant_id,
  agent: row.agent,
  type: row.type,
  payload: row.payload,
  status: row.status,
  attempt: row.attempt,
  uncountedAttempts: row.uncounted_attempts,
  maxAttempts: row.max_attempts,
  priority: row.priority,
  runAt: row.run_at,
  key: row.key,
  messageId: row.message_id,
  causedBy: row.caused_by,
  hops: row.hops,
  origin: row.origin,
  workerId: row.worker_id,
  progress: row.progress,
  result: row.result,
  error: row.error,
  cancelRequestedAt: row.cancel_requested_at,
  createdAt: row.created_at,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
  concurrencyKey: row.concurrency_key,
  awaitedBy: row.awaited_by,
});
