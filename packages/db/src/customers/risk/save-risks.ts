import { sql } from 'kysely';
import { newId, type Json } from '@sherpa/core';
import { toJsonb } from '../../jsonb.ts';
import type { Db } from '../../schema/index.ts';

/** What a customer's risk is now. */
export interface CustomerRisk {
  readonly customerId: string;
  /** From 0 to 1; null for one that has nothing to leave any more. */
  readonly score: number | null;
  readonly reasons: Json;
}

/**
 * Writes the field of the customers that is ours, and into their history what changed and by which task. One that
 * is the same already keeps its version; one that is gone is left out. Answers with how many changed.
 */
export const saveRisks = async (
  tx: Db,
  tenantId: string,
  { taskId, risks }: { readonly taskId: string; readonly risks: readonly CustomerRisk[] },
): Promise<number> => {
  if (risks.length === 0) return 0;
  const input = risks.map((risk) => ({ ...risk, change: newId() }));
  const cause = { kind: 'task', taskId };
  const { rows } = await sql`
    with wanted as (
      select * from jsonb_to_recordset(${toJsonb(input)}::jsonb)
        as x("customerId" uuid, score double precision, reasons jsonb, change uuid)
    ), locked as (
      select c.id, c.risk_score as before, w.score, w.reasons, w.change from wanted w
      join customer_cache c on c.tenant_id = ${tenantId}::uuid and c.id = w."customerId"
      where (c.risk_score, coalesce(c.risk_reasons, 'null')) is distinct from (w.score, coalesce(w.reasons, 'null'))
      order by c.id for update of c
    ), renewed as (
      update customer_cache c set risk_score = l.score, risk_reasons = l.reasons, risk_at = now(),
        version = c.version + 1, updated_at = now()
      from locked l where c.id = l.id
    )
    insert into customer_changes (id, tenant_id, customer_id, cause, changes)
    select change, ${tenantId}::uuid, id, ${toJsonb(cause)}::jsonb,
      jsonb_build_array(jsonb_build_object('field', 'riskScore', 'from', before, 'to', score))
    from locked returning 1`.execute(tx);
  return rows.length;
};
