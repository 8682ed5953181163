import { sql } from 'kysely';
import { planFreshJobs, type PlannedJob } from '../outbox/plan-jobs.ts';
import type { Db } from '../schema/index.ts';

/**
 * A place in the order of due tasks. The moment is the server's own text: a `Date` would cut it to
 * milliseconds, and tasks that were put off together share it to the microsecond.
 */
export interface DuePlace {
  readonly runAt: string;
  readonly id: string;
}

/** A look at tasks that were put off and whose time has come. */
export interface DueLook {
  /** Jobs under ids of their own for those that are still pending. */
  readonly jobs: readonly PlannedJob[];
  /** Where the next look goes on. */
  readonly until: DuePlace | undefined;
  readonly isMore: boolean;
}

export interface DueRequest {
  readonly after: DuePlace | undefined;
  readonly graceMs: number;
  readonly limit: number;
}

interface Row extends DuePlace {
  readonly tenantId: string;
  readonly agent: string;
  readonly type: string;
  readonly priority: number;
}

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * Looks for tasks that were put off, whose place comes after `after` and whose time is `graceMs` past by
 * the database's clock, and that nobody has begun: the queue waits by the clock of whoever added their
 * job, which may go wrong. Each task is told of once; to give one a second job does no harm.
 */
export const lookForDueTasks = async (
  engine: Db,
  { after, graceMs, limit }: DueRequest,
): Promise<DueLook> => {
  const from =
    after === undefined
      ? sql`(now() - interval '5 minutes', ${LAST_ID}::uuid)`
      : sql`(${after.runAt}::timestamptz, ${after.id}::uuid)`;
  const { rows } = await sql<{ upTo: string; task: Row | null }>`
    with bound as (select now() - ${graceMs} * interval '1 ms' as up_to)
    select b.up_to::text as "upTo", to_jsonb(due) as task
    from bound b left join lateral (
      select id, tenant_id as "tenantId", agent, type, priority, run_at::text as "runAt" from agent_tasks t
      where status = 'pending' and run_at > created_at and (t.run_at, t.id) > ${from} and run_at <= b.up_to
      order by t.run_at, t.id limit ${limit}
    ) due on true`.execute(engine);
  const tasks = rows.flatMap(({ task }) => task ?? []);
  const isMore = tasks.length === limit;
  const [bound] = rows;
  const end = bound === undefined ? after : { runAt: bound.upTo, id: LAST_ID };
  return {
    jobs: planFreshJobs(tasks.map((task) => ({ ...task, delayMs: 0 }))),
    until: isMore ? tasks.at(-1) : end,
    isMore,
  };
};
