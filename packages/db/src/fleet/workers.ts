import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';

/** A worker process that says it lives. */
export interface WorkerSign {
  readonly id: string;
  readonly agent: string;
  readonly host: string;
  readonly pid: number;
  /** Tasks it is running now. */
  readonly running: number;
}

/** Writes down that this worker lives; the first call registers it. */
export const touchWorker = async (engine: Db, sign: WorkerSign): Promise<void> => {
  await engine
    .insertInto('agent_workers')
    .values({ ...sign })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({ running: sign.running, last_seen_at: sql`now()` }),
    )
    .execute();
};

/** Forgets a worker that stopped in order. */
export const removeWorker = async (engine: Db, id: string): Promise<void> => {
  await engine.deleteFrom('agent_workers').where('id', '=', id).execute();
};

/** Forgets workers that were not heard of for a day; answers how many. */
export const forgetDeadWorkers = async (engine: Db): Promise<number> => {
  const rows = await engine
    .deleteFrom('agent_workers')
    .where('last_seen_at', '<', sql<Date>`now() - interval '1 day'`)
    .returning('id')
    .execute();
  return rows.length;
};
