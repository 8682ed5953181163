import { sql } from 'kysely';
import { retryConflicts } from '../conflict.ts';
import { stageWoken, type StagedJobs } from '../outbox/stage-jobs.ts';
import type { Db } from '../schema/index.ts';
import { nextBeside } from './turns.ts';

/** Where pending tasks are to stand: not before that moment (null: at once), or after those of a lower number. */
export type Place = { readonly runAt: Date | null } | { readonly priority: number };

/**
 * Gives those of the tasks that are pending another place, of any tenants. Their jobs are the caller's to
 * move; those that are answered are for others, which stood behind one that is put off now.
 */
export const placeTasks = async (engine: Db, ids: readonly string[], place: Place): Promise<StagedJobs> => {
  const change =
    'priority' in place
      ? sql`priority = ${place.priority}`
      : sql`run_at = coalesce(${place.runAt}::timestamptz, now())`;
  const update = sql`
    with found as materialized (
      select id from agent_tasks where id = any(${ids}::uuid[]) and status = 'pending' order by id for update
    )
    update agent_tasks t set ${change} from found f where t.id = f.id`;
  return retryConflicts(() =>
    engine.transaction().execute(async (tx) => {
      if (ids.length > 0) await update.execute(tx);
      return stageWoken(tx, await nextBeside(tx, ids));
    }),
  );
};
