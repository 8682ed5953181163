import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';
import { CANCELLED } from './cancelled.ts';
import { endedTasks } from './ended-tasks.ts';
import { toldEnds } from './told-ends.ts';
import { taskColumns, toTask, type Task, type TaskRow } from './task.ts';

/** The living children of these tasks if they wait for them, of those in turn, and so on: the deepest first. */
export const levelsBelow = async (tx: Db, id: string): Promise<string[][]> => {
  const { rows } = await sql<{ id: string; depth: number }>`
    with recursive below as (
      select id, status, 0 as depth from agent_tasks where id = ${id}
      union all
      select c.id, c.status, b.depth + 1 from below b join agent_tasks c on c.awaited_by = b.id
      where b.status = 'waiting' and c.status in ('pending', 'in_progress', 'waiting')
    )
    select id, depth from below where depth > 0 order by depth desc`.execute(tx);
  return [...Map.groupBy(rows, ({ depth }) => depth).values()].map((level) => level.map((row) => row.id));
};

const runs = sql`status = 'in_progress'`;

/**
 * Cancels these tasks: it is one statement, so that a task claimed at this very moment is either cancelled
 * or asked. What one waits for is taken first, as everybody does who wakes it.
 */
export const cancelAll = async (tx: Db, ids: readonly string[]): Promise<Task[]> => {
  await sql`select from agent_waits where task_id = any(${ids}::uuid[]) order by task_id for update`.execute(
    tx,
  );
  const { rows } = await sql<TaskRow>`
    with moved as (
      update agent_tasks set cancel_requested_at = now(),
        status = case when ${runs} then status else 'cancelled' end,
        finished_at = case when ${runs} then null else now() end,
        error = case when ${runs} then error else ${CANCELLED}::jsonb end
      where id = any(${ids}::uuid[]) and status in ('pending', 'waiting', 'in_progress')
      returning ${sql.join(taskColumns.map((column) => sql.ref(column)))}
    ), ${endedTasks}, ${toldEnds()}, unparked as (
      delete from agent_waits w using moved m where w.task_id = m.id
    ), withdrawn as (
      update agent_approvals a set status = 'cancelled', decided_at = now()
      from moved m where a.task_id = m.id and a.status = 'pending'
    )
    select * from moved`.execute(tx);
  return rows.map(toTask);
};
