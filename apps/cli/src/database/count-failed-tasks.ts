import { ensureTenant, fleetCounts, makeDatabase } from '@sherpa/db';
import type { DatabaseAddress } from './find-database.ts';

/** Failed tasks that the ledger of this tenant holds now. */
export const countFailedTasks = async (database: DatabaseAddress, tenantSlug: string): Promise<number> => {
  const db = makeDatabase({ ...database, poolMax: 2, name: 'sherpa cli' });
  try {
    const tenant = await ensureTenant(db.engine, tenantSlug);
    const { tasks } = await db.withTenant(tenant.id, fleetCounts);
    return tasks.failed;
  } finally {
    await db.close();
  }
};
