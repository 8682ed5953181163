import { sql } from 'kysely';
import { retryConflicts } from '../conflict.ts';
import type { Db } from '../schema/index.ts';
import { endedTasks } from './ended-tasks.ts';

const CANCELLED = JSON.stringify({
  code: 'task_cancelled',
  message: 'Cancelled before it ran.',
  details: {},
});

/** Cancels those of the tasks that are pending, of any tenants; answers with them. One that runs is left alone. */
export const cancelPendingTasks = async (engine: Db, ids: readonly string[]): Promise<string[]> => {
  if (ids.length === 0) return [];
  const cancel = sql<{ id: string }>`
    with found as materialized (
      select id from agent_tasks where id = any(${ids}::uuid[]) and status = 'pending' order by id for update
    ), moved as (
      update agent_tasks t set status = 'cancelled', cancel_requested_at = now(), finished_at = now(),
        error = ${CANCELLED}::jsonb
      from found f where t.id = f.id returning t.id, t.status, t.message_id
    ), ${endedTasks}
    select id from moved`;
  const { rows } = await retryConflicts(() => cancel.execute(engine));
  return rows.map((row) => row.id);
};
