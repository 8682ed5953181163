import { sql } from 'kysely';
import type { ReadyTask } from '../outbox/plan-jobs.ts';
import type { Db } from '../schema/index.ts';

/** Agents of which at least one task is pending: one look into the index for each, however many tasks wait. */
export const agentsWithPending = async (engine: Db): Promise<string[]> => {
  const { rows } = await sql<{ agent: string }>`
    with recursive found (agent) as (
      (select agent from agent_tasks where status = 'pending' order by agent limit 1)
      union all
      select (select t.agent from agent_tasks t where t.status = 'pending' and t.agent > found.agent
        order by t.agent limit 1) from found where found.agent is not null
    )
    select agent from found where agent is not null`.execute(engine);
  return rows.map(({ agent }) => agent);
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
 * Oldest first is the order in which equal priorities are to run; the queue itself puts priorities in order.
 */
// Read in a long transaction, `now()` would be the time that began; this is the same for all of a page.
export const pendingTasks = async (
  engine: Db,
  { agent, after, limit }: PendingPage,
): Promise<ReadyTask[]> => {
  const { rows } = await sql<ReadyTask>`
    select id, tenant_id as "tenantId", agent, type, priority,
      greatest(0, extract(epoch from run_at - statement_timestamp()) * 1000)::float8 as "delayMs"
    from agent_tasks where status = 'pending' and agent = ${agent} and id > ${after ?? BEFORE_ALL}
    order by id limit ${limit}`.execute(engine);
  return rows;
};

/** A task that has been pending for a while, and how often it was begun: it stands where the agent's queue is stuck. */
export interface OldestPending {
  readonly id: string;
  readonly attempt: number;
}

/** The agent's oldest pending task, if it was enqueued longer than `olderThanMs` ago. Costs one look into the index. */
export const oldestPending = async (
  engine: Db,
  { agent, olderThanMs }: { readonly agent: string; readonly olderThanMs: number },
): Promise<OldestPending | undefined> => {
  const { rows } = await sql<OldestPending & { old: boolean }>`
    select id, attempt, created_at < now() - ${olderThanMs} * interval '1 ms' as old
    from agent_tasks where status = 'pending' and agent = ${agent} order by id limit 1`.execute(engine);
  const [first] = rows;
  return first?.old === true ? { id: first.id, attempt: first.attempt } : undefined;
};
