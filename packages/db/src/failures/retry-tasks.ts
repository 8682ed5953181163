import { sql } from 'kysely';
import type { ReadyTask } from '../outbox/plan-jobs.ts';
import type { Db } from '../schema/index.ts';

/**
 * Makes those of the tasks that have failed or were cancelled pending again, with all their attempts
 * before them; their jobs are to be staged in the same transaction. A task whose key another one has
 * taken since is left out, and so is one that has not ended.
 */
export const retryTasks = async (tx: Db, ids: readonly string[]): Promise<ReadyTask[]> => {
  if (ids.length === 0) return [];
  const { rows } = await sql<ReadyTask>`
    with ended as materialized (
      select id, tenant_id, agent, key from agent_tasks
      where id = any(${ids}::uuid[]) and status in ('failed', 'cancelled') order by id for update
    ), taken as (
      insert into agent_task_keys as k (tenant_id, agent, key, task_id)
      select distinct on (tenant_id, agent, key) tenant_id, agent, key, id from ended where key is not null
      order by tenant_id, agent, key, id
      on conflict (tenant_id, agent, key) do update set task_id = excluded.task_id,
        hold_until = case when k.task_id = excluded.task_id then k.hold_until end
        where k.hold_until < now() or k.task_id = excluded.task_id
      returning task_id
    ), moved as (
      update agent_tasks t set status = 'pending', run_at = now(), uncounted_attempts = attempt,
        cancel_requested_at = null, finished_at = null, worker_id = null, progress = null, fingerprint = null
      from ended e where t.id = e.id and (e.key is null or e.id in (select task_id from taken))
      returning t.id, t.tenant_id, t.agent, t.type, t.priority, t.message_id
    ), told as (
      update agent_messages g set status = 'pending', processed_at = null from moved m where g.id = m.message_id
    )
    select id, tenant_id as "tenantId", agent, type, priority, 0 as "delayMs" from moved order by id`.execute(
    tx,
  );
  return rows;
};
