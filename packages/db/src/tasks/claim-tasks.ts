import { sql } from 'kysely';
import { idSchema, type TaskStatus } from '@sherpa/core';
import { retryConflicts } from '../conflict.ts';
import type { Db } from '../schema/index.ts';
import { remindFirst, takeTurns } from './turns.ts';
import { EARLY_MS } from './read-due-tasks.ts';
import { taskColumns, toTask, type Task, type TaskError, type TaskRow } from './task.ts';

export interface ClaimRequest {
  readonly agent: string;
  readonly workerId: string;
  readonly leaseMs: number;
  readonly ids: readonly string[];
}

/** What became of one asked-for claim. */
export type Claim =
  | { readonly id: string; readonly kind: 'claimed'; readonly task: Task }
  | {
      readonly id: string;
      readonly kind: 'finished';
      readonly status: TaskStatus;
      readonly error: TaskError | null;
    }
  | {
      readonly id: string;
      readonly kind: 'later';
      readonly afterMs: number;
      /** Attempts that were held against it. */
      readonly attempts: number;
      /** Why the last one failed, where one did. */
      readonly error: TaskError | null;
    }
  /** It is another's turn under its concurrency key; whoever ends that one gives this one a job. */
  | { readonly id: string; readonly kind: 'queued' }
  | { readonly id: string; readonly kind: 'unknown' };

interface Unclaimed {
  readonly id: string;
  readonly status: TaskStatus;
  readonly after_ms: number;
  readonly attempts: number;
  readonly error: TaskError | null;
  /** Another one has its turn under its concurrency key. */
  readonly queued: boolean;
  /** It has a concurrency key, nobody has its turn, and yet this one could not begin: another one comes first. */
  readonly behind: boolean;
}

/** A task that nobody may claim now and that names no time is looked at again after this long. */
const LOOK_AGAIN_MS = 5_000;

const claimAll = async (engine: Db, request: ClaimRequest, turns: readonly string[]): Promise<Task[]> => {
  const { rows } = await sql<TaskRow>`
    update agent_tasks set status = 'in_progress', attempt = attempt + 1, worker_id = ${request.workerId},
      lease_expires_at = now() + ${request.leaseMs} * interval '1 ms', started_at = now(), progress = null
    where id = any(${request.ids}::uuid[]) and agent = ${request.agent} and cancel_requested_at is null
      and attempt - uncounted_attempts < max_attempts and (concurrency_key is null or id = any(${turns}::uuid[]))
      and ((status = 'pending' and run_at <= now() + ${EARLY_MS} * interval '1 ms')
        or (status = 'in_progress' and lease_expires_at < now()))
    returning ${sql.join(taskColumns.map((column) => sql.ref(column)))}`.execute(engine);
  return rows.map(toTask);
};

const lookAt = async (engine: Db, request: ClaimRequest, ids: readonly string[]): Promise<Unclaimed[]> => {
  const { rows } = await sql<Unclaimed>`
    select l.*, not queued and status = 'pending' and after_ms = 0 and keyed as behind from (
      select id, status, error, attempt - uncounted_attempts as attempts, concurrency_key is not null as keyed,
        greatest(0, extract(epoch from case status when 'pending' then run_at when 'in_progress' then lease_expires_at end - now()) * 1000)::float8
        as after_ms,
        exists (select from agent_turns u where u.tenant_id = t.tenant_id and u.agent = t.agent
          and u.key = t.concurrency_key and u.task_id <> t.id) as queued
      from agent_tasks t where id = any(${ids}::uuid[]) and agent = ${request.agent}
    ) l`.execute(engine);
  return rows;
};

const toClaim = (id: string, row: Unclaimed | undefined): Claim => {
  if (row === undefined) return { id, kind: 'unknown' };
  switch (row.status) {
    case 'pending':
    case 'in_progress':
      if (row.queued && row.status === 'pending' && row.after_ms === 0) return { id, kind: 'queued' };
      return {
        id,
        kind: 'later',
        // What may be claimed now and was not has lost a race, or another one comes first that has not begun;
        // what is not due yet knows its time.
        afterMs: row.after_ms > 0 ? Math.ceil(row.after_ms) : LOOK_AGAIN_MS,
        attempts: row.attempts,
        error: row.error,
      };
    case 'waiting':
    case 'completed':
    case 'failed':
    case 'cancelled':
      return { id, kind: 'finished', status: row.status, error: row.error };
  }
};

/** One id that is none would have Postgres refuse the claims of all; two jobs may point at one task. */
const toIds = (asked: readonly string[]): string[] =>
  [...new Set(asked.map((id) => id.toLowerCase()))].filter((id) => idSchema.safeParse(id).success).toSorted();

/**
 * Claims what may be claimed in one statement: pending tasks whose time has come, and those whose
 * worker let its lease run out. Each claim raises the attempt, which fences every earlier one off.
 */
export const claimTasks = async (engine: Db, request: ClaimRequest): Promise<Claim[]> => {
  const ids = toIds(request.ids);
  const tasks = await retryConflicts(() =>
    engine
      .transaction()
      .execute(async (tx) => claimAll(tx, { ...request, ids }, await takeTurns(tx, request.agent, ids))),
  );
  const claimed = new Map(tasks.map((task) => [task.id, task]));
  const missed = ids.filter((id) => !claimed.has(id));
  const rows = missed.length === 0 ? [] : await lookAt(engine, request, missed);
  const behind = rows.filter((row) => row.behind).map(({ id }) => id);
  if (behind.length > 0) await remindFirst(engine, behind);
  const unclaimed = new Map(rows.map((row) => [row.id, row]));
  const given = new Set<string>();
  return request.ids.map((asked): Claim => {
    const id = asked.toLowerCase();
    const task = claimed.get(id);
    if (task === undefined) return toClaim(asked, unclaimed.get(id));
    if (given.has(id)) return { id: asked, kind: 'later', afterMs: LOOK_AGAIN_MS, attempts: 0, error: null };
    given.add(id);
    return { id: asked, kind: 'claimed', task };
  });
};
