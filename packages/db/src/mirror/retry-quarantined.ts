import { sql } from 'kysely';
import type { SourceSystem } from '../customers/customer-source.ts';
import type { Db } from '../schema/index.ts';

/** Has records that were set aside for that reason looked at again; answers how many. */
export const retryQuarantined = async (
  tx: Db,
  { tenantId, system, reason }: { tenantId: string; system: SourceSystem; reason: string },
): Promise<number> => {
  const { rows } = await sql`
    update source_records set unresolved = true, quarantined = null
    where tenant_id = ${tenantId}::uuid and system = ${system} and quarantined = ${reason}
      and delete_reason is null returning 1`.execute(tx);
  return rows.length;
};
