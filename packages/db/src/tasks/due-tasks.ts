import { sql } from 'kysely';
import { planFreshJobs, type PlannedJob } from '../outbox/plan-jobs.ts';
import type { Db } from '../schema/index.ts';

/** A look at tasks that were put off and whose time has come. */
export interface DueLook {
  /** Jobs under ids of their own for those that are still pending. */
  readonly jobs: readonly PlannedJob[];
  /** Where the next look goes on. */
  readonly until: Date;
  readonly isMore: boolean;
}

interface Row {
  readonly id: string;
  readonly tenantId: string;
  readonly agent: string;
  readonly type: string;
  readonly priority: number;
  readonly runAt: Date;
}

/**
 * Looks for tasks that were put off, whose time came after `after` and is `graceMs` past by the database's
 * clock, and that nobody has begun: the queue waits by the clock of whoever added their job, which may go
 * wrong. Each task is told of once; to give one a second job does no harm.
 */
export const lookForDueTasks = async (
  engine: Db,
  {
    after,
    graceMs,
    limit,
  }: { readonly after: Date | undefined; readonly graceMs: number; readonly limit: number },
): Promise<DueLook> => {
  const upTo = sql`now() - ${graceMs} * interval '1 ms'`;
  const from = after === undefined ? sql`now() - interval '5 minutes'` : sql`${after}`;
  const { rows } = await sql<Row>`
    select id, tenant_id as "tenantId", agent, type, priority, run_at as "runAt" from agent_tasks
    where status = 'pending' and run_at > created_at and run_at > ${from} and run_at <= ${upTo}
    order by run_at limit ${limit}`.execute(engine);
  const { rows: times } = await sql<{ until: Date }>`select ${upTo} as until`.execute(engine);
  const isMore = rows.length === limit;
  const last = isMore ? rows.at(-1)?.runAt : times[0]?.until;
  return {
    jobs: planFreshJobs(rows.map((row) => ({ ...row, delayMs: 0 }))),
    until: last ?? after ?? new Date(0),
    isMore,
  };
};
