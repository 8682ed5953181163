import { sql } from 'kysely';
import { newId } from '@sherpa/core';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import type { AttemptOutcome } from '../schema/dead-letters.ts';
import type { Finish } from '../tasks/finish.ts';
import type { TaskError } from '../tasks/task.ts';
import { fingerprintOf } from './fingerprint.ts';

/** An attempt that ended with an error; when it ran and where is the database's to say where absent. */
export interface FailedAttempt {
  readonly taskId: string;
  readonly tenantId: string;
  readonly attempt: number;
  readonly outcome: AttemptOutcome;
  readonly error: TaskError;
  readonly fingerprint: string;
  readonly workerId: string | null;
}

/** Appends these to the history of their tasks, in the transaction that ends them. */
export const recordAttempts = async (tx: Db, attempts: readonly FailedAttempt[]): Promise<void> => {
  if (attempts.length === 0) return;
  const input = attempts.map((one) => ({
    id: newId(),
    tenant_id: one.tenantId,
    task_id: one.taskId,
    attempt: one.attempt,
    outcome: one.outcome,
    error: one.error,
    fingerprint: one.fingerprint,
    worker_id: one.workerId,
  }));
  await sql`
    insert into agent_attempts (id, tenant_id, task_id, attempt, outcome, error, fingerprint, worker_id,
      started_at, ended_at)
    select i.id, i.tenant_id, i.task_id, i.attempt,
      case when i.outcome = 'retried' and t.status = 'cancelled' then 'cancelled' else i.outcome end,
      i.error, i.fingerprint, i.worker_id, t.started_at, now()
    from jsonb_to_recordset(${toJsonb(input)}::jsonb) as i(id uuid, tenant_id uuid, task_id uuid, attempt integer,
      outcome text, error jsonb, fingerprint text, worker_id uuid)
    join agent_tasks t on t.id = i.task_id`.execute(tx);
};

const OUTCOMES = { failed: 'failed', pending: 'retried', cancelled: 'cancelled' } as const;

/** What of these ends went wrong. An attempt that was put off (a budget, a timer) did not. */
export const failedAttemptsOf = (finishes: readonly Finish[]): FailedAttempt[] =>
  finishes.flatMap((finish) => {
    const { id: taskId, tenantId, attempt, workerId, outcome } = finish;
    if (outcome.status !== 'failed' && outcome.status !== 'pending' && outcome.status !== 'cancelled')
      return [];
    if (outcome.status === 'pending' && !outcome.counted) return [];
    const { error } = outcome;
    const fingerprint = fingerprintOf({ ...finish, error });
    return [{ taskId, tenantId, attempt, workerId, error, fingerprint, outcome: OUTCOMES[outcome.status] }];
  });
