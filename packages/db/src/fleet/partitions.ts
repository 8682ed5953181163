import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';

/** How many months ahead there is room for. */
const MONTHS_AHEAD = 2;

/** Makes the partitions of this month and the next two. Safe to call at any time. */
export const ensurePartitions = async (engine: Db): Promise<void> => {
  await sql`select ensure_partitions(${MONTHS_AHEAD})`.execute(engine);
};

/**
 * Drops the history (ended tasks, messages, events, logs) of months that ended more than `months`
 * months ago; answers with the partitions dropped. A month with a live task in it stays.
 */
export const dropPartitions = async (engine: Db, months: number): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`select drop_partitions(${months}) as name`.execute(engine);
  return rows.map((row) => row.name);
};
