import { sql } from 'kysely';
import type { TaskStatus } from '@sherpa/core';
import type { Db } from '../schema/index.ts';
import type { TaskOrigin } from '../tasks/task.ts';

/** A task as part of a chain of causes: what it was and what it cost, and nothing of what it says. */
export interface TracedTask {
  readonly id: string;
  readonly agent: string;
  readonly type: string;
  readonly status: TaskStatus;
  readonly origin: TaskOrigin;
  readonly key: string | null;
  readonly causedBy: string | null;
  /** It delivers a message of this type. */
  readonly isMessage: boolean;
  /** The task that it came of waits for it. */
  readonly isAwaited: boolean;
  /** Of a task of one account. */
  readonly connectionId: string | null;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  /** How long its attempts have run, in milliseconds; null where that is not known. */
  readonly workedMs: number | null;
  /** From when it was made until it ended, or until now, without the time that it ran; null where that is not known. */
  readonly waitedMs: number | null;
  /** Requests to vendors by its attempts; null where none is on record. */
  readonly vendorCalls: number | null;
  /** The code of the error that its last attempt ended with. */
  readonly error: string | null;
  /** Tasks that came of it; more than a thousand count as a thousand. */
  readonly children: number;
}

const MOST_COUNTED = 1_000;

/**
 * Attempts that did not complete it are in `earlier_ms`, the one that did is not. Of a task that failed before
 * that was noted nobody knows.
 */
const workedMs = sql`case
  when started_at is null then 0
  when status = 'completed' then coalesce(earlier_ms, 0) + extract(epoch from finished_at - started_at) * 1000
  when status = 'in_progress' then coalesce(earlier_ms, 0) + extract(epoch from now() - started_at) * 1000
  else earlier_ms end`;

/** Those tasks; one that is not kept any more is left out. */
export const readTracedTasks = async (tx: Db, ids: readonly string[]): Promise<TracedTask[]> => {
  if (ids.length === 0) return [];
  const { rows } = await sql<TracedTask>`
    select id, agent, type, status, origin, key, caused_by as "causedBy", message_id is not null as "isMessage",
      coalesce(awaited_by = caused_by, false) as "isAwaited", payload ->> 'connectionId' as "connectionId",
      attempt - uncounted_attempts as attempts, created_at as "createdAt", started_at as "startedAt",
      finished_at as "finishedAt", round(worked)::float8 as "workedMs",
      case when worked is not null then greatest(0,
        round(extract(epoch from coalesce(finished_at, now()) - created_at) * 1000 - worked))::float8 end as "waitedMs",
      vendor_calls as "vendorCalls", error ->> 'code' as error,
      (select count(*) from (select from agent_tasks c where c.caused_by = t.id limit ${sql.lit(MOST_COUNTED)}) c)
        as children
    from (select *, ${workedMs} as worked from agent_tasks where id = any(${ids}::uuid[])) t
    order by id`.execute(tx);
  return rows;
};
