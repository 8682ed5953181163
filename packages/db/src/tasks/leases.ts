import { sql } from 'kysely';
import type { Json } from '@sherpa/core';
import { retryConflicts } from '../conflict.ts';
import { toJsonb } from '../jsonb.ts';
import { stageWoken, type StagedJobs } from '../outbox/stage-jobs.ts';
import type { Db } from '../schema/index.ts';
import { wakeParents, type MovedChild } from '../waits/child-ends.ts';
import { endedTasks } from './ended-tasks.ts';
import { inLockOrder } from './lock-order.ts';
import { toldEnds } from './told-ends.ts';
import { passTurns } from './turns.ts';

/** A running attempt, with what it wants people to know of it. */
export interface RunningAttempt {
  readonly id: string;
  readonly attempt: number;
  readonly progress: Json | null;
}

export interface RenewedLease {
  readonly id: string;
  readonly cancelRequested: boolean;
}

const toInput = (attempts: readonly RunningAttempt[]): string => toJsonb(inLockOrder(attempts));

/** Prolongs the leases that are still ours; an attempt missing from the answer has lost its own. */
export const renewLeases = async (
  engine: Db,
  leaseMs: number,
  attempts: readonly RunningAttempt[],
): Promise<RenewedLease[]> => {
  if (attempts.length === 0) return [];
  const renew = sql<{ id: string; cancel_requested: boolean }>`
    update agent_tasks t
    set lease_expires_at = now() + ${leaseMs} * interval '1 ms', progress = coalesce(i.progress, t.progress)
    from jsonb_to_recordset(${toInput(attempts)}::jsonb) as i(id uuid, attempt integer, progress jsonb)
    where t.id = i.id and t.attempt = i.attempt and t.status = 'in_progress'
    returning t.id, t.cancel_requested_at is not null as cancel_requested`;
  const { rows } = await retryConflicts(() => renew.execute(engine));
  return rows.map((row) => ({ id: row.id, cancelRequested: row.cancel_requested }));
};

const handBack = async (tx: Db, attempts: readonly RunningAttempt[]) => {
  const { rows } = await sql<{ id: string } & MovedChild>`
    with moved as (
      update agent_tasks t set uncounted_attempts = uncounted_attempts + 1, run_at = now(),
        status = case when cancel_requested_at is null then 'pending' else 'cancelled' end,
        finished_at = case when cancel_requested_at is null then null else now() end,
        worker_id = null, lease_expires_at = null
      from jsonb_to_recordset(${toInput(attempts)}::jsonb) as i(id uuid, attempt integer)
      where t.id = i.id and t.attempt = i.attempt and t.status = 'in_progress'
      returning t.id, t.tenant_id, t.agent, t.type, t.attempt, t.status, t.message_id, t.awaited_by
    ), ${endedTasks}, ${toldEnds()}
    select id, status, awaited_by as "awaitedBy" from moved`.execute(tx);
  return rows;
};

/** Attempts that were given back, and the jobs of those whose turn it is then. */
export interface HandedBack {
  readonly ids: readonly string[];
  readonly staged: StagedJobs;
}

/**
 * Gives running attempts back unfinished, as a draining process does: pending again at once and the
 * attempt not counted, though the fence stays raised so that a late finish is still refused. One that
 * was to be cancelled is.
 */
export const handBackTasks = (engine: Db, attempts: readonly RunningAttempt[]): Promise<HandedBack> =>
  retryConflicts(() =>
    engine.transaction().execute(async (tx) => {
      const moved = await handBack(tx, attempts);
      const ids = moved.map(({ id }) => id);
      // A job of theirs is left to the conductor: it is rare that one is cancelled like this.
      await stageWoken(tx, await wakeParents(tx, moved));
      return { ids, staged: await passTurns(tx, ids) };
    }),
  );
