import { sql } from 'kysely';
import type { ReadyTask } from '../outbox/plan-jobs.ts';
import { stageWoken, type StagedJobs } from '../outbox/stage-jobs.ts';
import type { Db } from '../schema/index.ts';
import type { Connection } from './connection.ts';

/** More come by themselves: none of them waits for longer than a minute. */
const MOST_WOKEN = 5_000;

/**
 * Lets the tenant's tasks go on that were put off because a connection to that vendor was missing, disabled
 * or refused, and whose error names this one or none. The index holds what was put off, in the order of its
 * time; a task that somebody has in hand is left to them.
 */
export const wakeWaiting = async (
  tx: Db,
  { id, tenantId, vendor }: Pick<Connection, 'id' | 'tenantId' | 'vendor'>,
): Promise<StagedJobs> => {
  const { rows } = await sql<ReadyTask>`
    with waiting as materialized (
      select id from agent_tasks
      where status = 'pending' and run_at > created_at and run_at > now() and run_at < now() + interval '2 minutes'
        and tenant_id = ${tenantId} and uncounted_attempts > 0
        and error ->> 'code' in ('conflict', 'integration_unauthorized')
        and error #>> '{details,vendor}' = ${vendor}
        and coalesce(error #>> '{details,connectionId}', ${id}) = ${id}
      order by run_at, id limit ${MOST_WOKEN} for update skip locked)
    update agent_tasks t set run_at = now() from waiting w where t.id = w.id
    returning t.id, t.tenant_id as "tenantId", t.agent, t.type, t.priority, 0 as "delayMs"`.execute(tx);
  return stageWoken(tx, rows);
};

/** Whether work can go through it that could not before. */
export const isMended = (before: Connection, after: Connection): boolean =>
  after.status === 'active' &&
  (before.status !== 'active' ||
    before.credentialsChangedAt.getTime() !== after.credentialsChangedAt.getTime());
