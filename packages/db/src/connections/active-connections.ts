import type { Vendor } from '@sherpa/core';
import type { Db } from '../schema/index.ts';

/** A connection that work goes through. */
export interface ActiveConnection {
  readonly id: string;
  readonly tenantId: string;
  readonly vendor: Vendor;
}

/** The connections of these tenants that are active, the oldest first. */
export const activeConnections = async (
  db: Db,
  tenantIds: readonly string[],
): Promise<ActiveConnection[]> => {
  if (tenantIds.length === 0) return [];
  const rows = await db
    .selectFrom('connections')
    .select(['id', 'tenant_id', 'vendor'])
    .where('tenant_id', 'in', tenantIds)
    .where('status', '=', 'active')
    .orderBy('id')
    .execute();
  return rows.map(({ id, tenant_id: tenantId, vendor }) => ({ id, tenantId, vendor }));
};
