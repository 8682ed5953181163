import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';

/** Forgets keys whose time has passed, which anybody could take by now; answers how many. */
export const forgetExpiredKeys = async (engine: Db): Promise<number> => {
  const { numAffectedRows = 0n } = await sql`delete from agent_task_keys where hold_until < now()`.execute(
    engine,
  );
  return Number(numAffectedRows);
};
