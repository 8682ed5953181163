import { sql } from 'kysely';
import type { Db } from './schema/index.ts';

/**
 * Does the work if nobody else in the fleet is at it, and answers with what came of it; undefined where
 * somebody is. The work gets the transaction that holds the lock: what reads through it does not outlive it.
 */
export const exclusively = async <T>(
  engine: Db,
  name: string,
  work: (tx: Db) => Promise<T>,
): Promise<T | undefined> =>
  engine.transaction().execute(async (tx) => {
    const { rows } = await sql<{ held: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended(${`sherpa ${name}`}, 0)) as held`.execute(tx);
    return rows[0]?.held === true ? work(tx) : undefined;
  });
