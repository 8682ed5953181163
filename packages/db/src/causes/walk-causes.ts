import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';

/** A task and the one that it came of, as far as the ledger still has that one. */
export interface CausedTask {
  readonly id: string;
  readonly causedBy: string | null;
}

/** A long sync is hundreds of tasks, each caused by the one before. */
const MOST_ABOVE = 2_000;
const MOST_DEPTH = 25;
const MOST_CHILDREN = 50;

/** A task and all above it, itself first. The last one's cause is gone, or it has none. */
export const tasksAbove = async (tx: Db, taskId: string): Promise<readonly CausedTask[]> => {
  const { rows } = await sql<CausedTask & { depth: number }>`
    with recursive above as (
      select id, caused_by, 0 as depth from agent_tasks where id = ${taskId}::uuid
      union all
      select t.id, t.caused_by, above.depth + 1 from above cross join lateral (
        select id, caused_by from agent_tasks where id = above.caused_by limit 1) t
      where above.depth < ${sql.lit(MOST_ABOVE)}
    )
    select id, caused_by as "causedBy", depth from above order by depth`.execute(tx);
  // A cause that somebody has made up could lead back to where it came from.
  const seen = new Set<string>();
  return rows.flatMap(({ id, causedBy }) => {
    if (seen.has(id)) return [];
    seen.add(id);
    return [{ id, causedBy }];
  });
};

/** What came of a task, level by level, itself first: up to so many, of each of them the first fifty. */
export const tasksBelow = async (
  tx: Db,
  taskId: string,
  mostTasks: number,
): Promise<readonly CausedTask[]> => {
  const { rows } = await sql<CausedTask>`
    with recursive below as (
      select id, null::uuid as caused_by, lowest_id_of(created_at - interval '1 day') as floor, 0 as depth
      from agent_tasks where id = ${taskId}::uuid
      union all
      select t.id, below.id, t.floor, below.depth + 1 from below cross join lateral (
        select c.id, lowest_id_of(c.created_at - interval '1 day') as floor from agent_tasks c
        -- What came of a task is not older, so that months before it are not looked at.
        where c.caused_by = below.id and c.id >= below.floor and c.id <> c.caused_by
        order by c.id limit ${sql.lit(MOST_CHILDREN)}) t
      where below.depth < ${sql.lit(MOST_DEPTH)}
    )
    select id, caused_by as "causedBy" from below limit ${mostTasks}`.execute(tx);
  return [...new Map(rows.toReversed().map((row) => [row.id, row])).values()].toReversed();
};
