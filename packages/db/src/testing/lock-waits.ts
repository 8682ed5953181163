import { sql } from 'kysely';
import type { TestDatabase } from './test-database.ts';

/** Resolves when so many of this database's own statements wait for a lock; other tests' locks do not count. */
export const lockWaits = async ({ db }: Pick<TestDatabase, 'db'>, count: number): Promise<void> => {
  const waiting = sql`
    select from pg_locks join pg_stat_activity using (pid)
    where not granted and datname = current_database()`;
  for (;;) {
    const { rows } = await waiting.execute(db.engine);
    if (rows.length >= count) return;
  }
};
