import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';

/** How many months ahead there is room for. */
const MONTHS_AHEAD = 2;

/** Makes the partitions of this month and the next two. Safe to call at any time. */
export const ensurePartitions = async (engine: Db): Promise<void> => {
  await sql`select ensure_partitions(${MONTHS_AHEAD})`.execute(engine);
};
