import { ensureTenant, makeDatabase, migrate } from '@sherpa/db';
import type { DatabaseAddress } from './find-database.ts';

/** Brings the database up to date and makes the tenant; answers with the migrations that were applied. */
export const migrateDatabase = async (
  database: DatabaseAddress,
  tenantSlug: string,
): Promise<readonly string[]> => {
  const { applied } = await migrate(database);
  const db = makeDatabase({ ...database, poolMax: 2, name: 'sherpa cli' });
  try {
    await ensureTenant(db.engine, tenantSlug);
    return applied;
  } finally {
    await db.close();
  }
};
