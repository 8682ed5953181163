import { sql } from 'kysely';
import type { ReadyTask } from '../outbox/plan-jobs.ts';
import type { Db } from '../schema/index.ts';

/** What the index of live tasks holds. */
const live = sql`status in ('pending', 'in_progress', 'waiting')`;

/** Agents with tasks that have not ended: one look into the index for each, however many tasks those are. */
export const agentsAtWork = async (engine: Db): Promise<string[]> => {
  const { rows } = await sql<{ agent: string }>`
    with recursive found (agent) as (
      (select agent from agent_tasks where ${live} order by agent limit 1)
      union all
      select (select t.agent from agent_tasks t where t.agent > found.agent and ${live}
        order by t.agent limit 1) from found where found.agent is not null
    )
    select agent from found where agent is not null`.execute(engine);
  return rows.map(({ agent }) => agent);
};

/** Whether anything that has not ended was enqueued before that moment. */
export const isLiveSince = async (engine: Db, moment: Date): Promise<boolean> => {
  const { rows } = await sql`
    select from agent_tasks where ${live} and created_at < ${moment}::timestamptz limit 1`.execute(engine);
  return rows.length > 0;
};

export interface PendingPage {
  readonly agent: string;
  /** The last id of the page before; undefined for the first one. */
  readonly after: string | undefined;
  readonly limit: number;
}

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * The pending tasks of an agent, oldest first, a page at a time, each with what is left of its delay.
 * Oldest first is the order in which equal priorities are to run; the queue itself puts priorities in
 * order. In a long transaction `now()` would be when that began; the statement's time is one for all of a page.
 */
export const pendingTasks = async (
  engine: Db,
  { agent, after, limit }: PendingPage,
): Promise<ReadyTask[]> => {
  const { rows } = await sql<ReadyTask>`
    select id, tenant_id as "tenantId", agent, type, priority,
      greatest(0, extract(epoch from run_at - statement_timestamp()) * 1000)::float8 as "delayMs",
      attempt > 0 as alone
    from agent_tasks where status = 'pending' and agent = ${agent} and id > ${after ?? BEFORE_ALL}
    order by id limit ${limit}`.execute(engine);
  return rows;
};

/** A task that has been pending for a while, and how often it was begun: it stands where the agent's queue is stuck. */
export interface OldestPending {
  readonly id: string;
  readonly attempt: number;
}

/** Live tasks looked at, at most: ten milliseconds of the server's time. */
const LOOK_AT = 10_000;

/**
 * The agent's oldest pending task, if it was enqueued longer than `olderThanMs` ago. Costs no more than a
 * bounded look into the index, and so misses one that is younger than ten thousand tasks that wait.
 */
export const oldestPending = async (
  engine: Db,
  { agent, olderThanMs }: { readonly agent: string; readonly olderThanMs: number },
): Promise<OldestPending | undefined> => {
  const { rows } = await sql<OldestPending>`
    select id, attempt from (select id, attempt, status, created_at from agent_tasks
      where agent = ${agent} and ${live} order by id limit ${LOOK_AT}) oldest
    where status = 'pending' and created_at < now() - ${olderThanMs} * interval '1 ms'
    order by id limit 1`.execute(engine);
  return rows[0];
};
