import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';
import { matching, type FailureFilter } from './failure-filter.ts';

/** Failed tasks of one kind. */
export interface FailureGroup {
  /** Null for tasks that failed before there were fingerprints. */
  readonly fingerprint: string | null;
  readonly agent: string;
  readonly type: string;
  readonly code: string;
  readonly message: string;
  readonly count: number;
  /** Those of them that cannot be redriven now, because another task has taken their key. */
  readonly held: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** The latest of them. */
  readonly sampleId: string;
}

/** The tenant's failed tasks by kind, the most frequent first. */
export const listFailures = async (tx: Db, filter: FailureFilter, limit: number): Promise<FailureGroup[]> => {
  const { rows } = await sql<FailureGroup>`
    select t.fingerprint, t.agent, t.type, t.error ->> 'code' as code, t.error ->> 'message' as message,
      count(*)::int as count,
      count(*) filter (where exists (select from agent_task_keys k where k.tenant_id = t.tenant_id
        and k.agent = t.agent and k.key = t.key and k.task_id <> t.id
        and (k.hold_until is null or k.hold_until >= now())))::int as held,
      min(t.finished_at) as "firstAt", max(t.finished_at) as "lastAt", max(t.id::text) as "sampleId"
    from agent_tasks t where ${matching(filter)}
    group by 1, 2, 3, 4, 5 order by count(*) desc, max(t.finished_at) desc limit ${limit}`.execute(tx);
  return rows;
};
