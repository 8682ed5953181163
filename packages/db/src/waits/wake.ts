import { sql, type RawBuilder } from 'kysely';
import type { ReadyTask } from '../outbox/plan-jobs.ts';
import type { Db } from '../schema/index.ts';

/**
 * Ends waits. `gone` deletes their rows, `returning task_id, tenant_id, name, result`; who deletes a row is the
 * one who wakes its task. The task becomes pending with the outcome remembered as a step; its job is to be
 * staged (`stageWoken`) in the same transaction.
 */
export const wake = async (tx: Db, gone: RawBuilder<unknown>): Promise<ReadyTask[]> => {
  const { rows } = await sql<ReadyTask>`
    with gone as (${gone}), moved as (
      update agent_tasks t set status = 'pending', run_at = now()
      from gone g where t.id = g.task_id and t.status = 'waiting'
      returning t.id, t.tenant_id, t.agent, t.type, t.priority, t.attempt
    ), remembered as (
      insert into agent_steps (tenant_id, task_id, name, result, attempt)
      select m.tenant_id, m.id, g.name, g.result, m.attempt from moved m join gone g on g.task_id = m.id
      on conflict (task_id, name) do nothing
    )
    select id, tenant_id as "tenantId", agent, type, priority, 0 as "delayMs" from moved order by id`.execute(
    tx,
  );
  return rows;
};
