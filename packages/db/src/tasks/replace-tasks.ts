import { sql } from 'kysely';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import type { NewTask } from './new-task.ts';

/** A task that took over what another one wanted, and which that was. */
export interface Replaced {
  readonly askedId: string;
  readonly id: string;
}

const toInput = (tasks: readonly NewTask[]): string =>
  toJsonb(
    tasks.map((task) => ({
      id: task.id,
      tenant_id: task.tenantId,
      agent: task.agent,
      type: task.type,
      key: task.key,
      payload: task.payload,
      priority: task.priority,
      delay_ms: task.delayMs,
    })),
  );

/**
 * Gives tasks that still wait under these keys the newer payload, priority and time. Their attempt is
 * raised, so that a worker that has just read the older payload cannot end them with it. A key whose task
 * already runs is let go of, since that one has read its payload: the newer task gets a row of its own.
 */
export const replaceTasks = async (tx: Db, tasks: readonly NewTask[]): Promise<Replaced[]> => {
  const input = sql`jsonb_to_recordset(${toInput(tasks)}::jsonb) as i(id uuid, tenant_id uuid, agent text, type text,
    key text, payload jsonb, priority integer, delay_ms double precision)`;
  const { rows } = await sql<{ asked: string; id: string }>`
    update agent_tasks t set payload = i.payload, priority = i.priority,
      run_at = now() + i.delay_ms * interval '1 ms', attempt = t.attempt + 1,
      uncounted_attempts = t.uncounted_attempts + 1
    from ${input} join agent_task_keys k using (tenant_id, agent, key)
    where t.id = k.task_id and t.status = 'pending' and t.type = i.type
    returning i.id as asked, t.id`.execute(tx);
  await sql`
    delete from agent_task_keys k using ${input}, agent_tasks t
    where k.tenant_id = i.tenant_id and k.agent = i.agent and k.key = i.key and t.id = k.task_id
      and t.status <> 'pending'`.execute(tx);
  return rows.map((row) => ({ askedId: row.asked, id: row.id }));
};
