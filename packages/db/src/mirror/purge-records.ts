import { sql } from 'kysely';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import type { RecordPlace } from './record.ts';

/**
 * Empties these objects for good: nothing of them is left but that they were, and nothing that is read later
 * brings them back. The customers are not told by it: whoever forgets has told them. Answers how many there were.
 */
export const purgeRecords = async (
  tx: Db,
  { tenantId, system, objectType }: Omit<RecordPlace, 'connectionId'>,
  externalIds: readonly string[],
): Promise<number> => {
  const input = toJsonb(externalIds);
  const { rows } = await sql`
    update source_records r set payload = '{}', content_hash = '', deleted_at = now(), delete_reason = 'privacy',
      merged_into = null, unresolved = false, quarantined = null, written_by = null
    from (select distinct jsonb_array_elements_text(${input}::jsonb) as id) wanted
    where r.tenant_id = ${tenantId}::uuid and r.system = ${system} and r.object_type = ${objectType}
      and r.external_id = wanted.id and r.delete_reason is distinct from 'privacy' returning 1`.execute(tx);
  return rows.length;
};
