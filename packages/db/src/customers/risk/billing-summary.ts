import { sql } from 'kysely';
import type { Db } from '../../schema/index.ts';
import { accountsOf, recordOf } from './signal-parts.ts';

/** What somebody paid and owes, of one currency, in minor units. */
export interface BillingSummary {
  readonly currency: string;
  readonly invoices: number;
  readonly paidMinor: number;
  readonly openMinor: number;
  /** Tries that failed. */
  readonly failed: number;
}

/** The invoices of these Stripe customers since that moment, and all that are open, summed by currency. */
export const billingSummary = async (
  tx: Db,
  tenantId: string,
  { payers, since }: { readonly payers: readonly string[]; readonly since: Date },
): Promise<readonly BillingSummary[]> => {
  const nodes = payers.map((id) => `stripe:customer:${id}`);
  const { rows } = await sql<BillingSummary>`
    with ${accountsOf(tenantId)},
    made as materialized (
      select external_id, fields ->> 'status' as status from customer_sources
      where tenant_id = ${tenantId}::uuid and belongs_to = any(${nodes}::text[]) and object_type = 'invoice'
        and not deleted and (fields ->> 'status' = 'open'
          or (fields ->> 'createdMs')::double precision >= ${since.getTime()})
    )
    select r.payload ->> 'currency' as currency, count(*)::integer as invoices,
      sum((r.payload ->> 'amountPaidMinor')::bigint)::double precision as "paidMinor",
      coalesce(sum((r.payload ->> 'amountRemainingMinor')::bigint) filter (where m.status = 'open'), 0)::double precision
        as "openMinor",
      sum(greatest((r.payload ->> 'attemptCount')::integer - case when m.status = 'paid' then 1 else 0 end, 0))::integer
        as failed
    from made m ${recordOf(tenantId, 'stripe', sql`'invoice'`, sql`m.external_id`)}
    group by 1 order by 1`.execute(tx);
  return rows;
};
