import { isFinished, type TaskStatus } from '@sherpa/core';
import { sql } from 'kysely';
import type { ReadyTask } from '../outbox/plan-jobs.ts';
import type { Db } from '../schema/index.ts';
import { wake } from './wake.ts';

/** A task that was moved, as far as one who awaits it cares. */
export interface MovedChild {
  readonly status: TaskStatus;
  readonly awaitedBy: string | null;
}

/**
 * Wakes the tasks that waited for others of which these, just ended in this transaction, were the last
 * still alive. Two that end at the same time come one after the other here, and the second one sees the first.
 */
export const wakeParents = async (tx: Db, moved: readonly MovedChild[]): Promise<ReadyTask[]> => {
  const parents = [
    ...new Set(
      moved.flatMap(({ status, awaitedBy }) => (awaitedBy !== null && isFinished(status) ? [awaitedBy] : [])),
    ),
  ];
  if (parents.length === 0) return [];
  await sql`select from agent_waits where task_id = any(${parents}::uuid[]) and kind = 'tasks'
    order by task_id for update`.execute(tx);
  return wake(
    tx,
    sql`delete from agent_waits w
      where w.task_id = any(${parents}::uuid[]) and w.kind = 'tasks' and not exists (
        select from agent_tasks c where c.awaited_by = w.task_id and c.status in ('pending', 'in_progress', 'waiting'))
      returning w.task_id, w.tenant_id, w.name, (
        select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'status', c.status, 'result', c.result,
          'error', c.error) order by o.place), '[]')
        from jsonb_array_elements_text(w.detail -> 'tasks') with ordinality as o(id, place)
        join agent_tasks c on c.id = o.id::uuid
      ) as result`,
  );
};
