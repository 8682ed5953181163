import { sql } from 'kysely';
import type { Vendor } from '@sherpa/core';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import type { DeliveredObject } from './delivery.ts';

/** Whom to forget: objects of a vendor, and texts, such as e-mail addresses, wherever they stand. */
export interface DeliveriesOfPerson {
  readonly tenantId: string;
  readonly objects: readonly (DeliveredObject & { readonly vendor: Vendor })[];
  readonly texts: readonly string[];
}

/**
 * Empties what events of these objects, or that name these texts, have said; answers how many there were. That
 * they came stays known, so that none of them comes back.
 */
export const purgeDeliveries = async (
  tx: Db,
  { tenantId, objects, texts }: DeliveriesOfPerson,
): Promise<number> => {
  const { rows } = await sql`
    update webhook_deliveries d set payload = '{}', status = 'ignored', reason = 'privacy', task_id = null
    where d.tenant_id = ${tenantId}::uuid and d.reason is distinct from 'privacy' and (
      exists (select from jsonb_to_recordset(${toJsonb(objects)}::jsonb) as o(vendor text, type text, id text)
        where o.vendor = d.vendor and o.type = d.object_type and o.id = d.object_id)
      or exists (select from jsonb_array_elements_text(${toJsonb(texts)}::jsonb) as w(text)
        where strpos(lower(d.payload::text), lower(w.text)) > 0))
    returning 1`.execute(tx);
  return rows.length;
};
