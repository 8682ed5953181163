import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';

/** A subscription whose running period ends soon. */
export interface RenewingSubscription {
  readonly connectionId: string;
  readonly subscriptionId: string;
  readonly periodEnd: Date;
}

export interface RenewingTerms {
  readonly tenantId: string;
  readonly from: Date;
  readonly until: Date;
  /** Periods of fewer months are not of interest. */
  readonly minMonths: number;
  /** The id of the last one seen. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Months of a billed item; weeks and days are none. */
const months = sql`case i ->> 'interval' when 'year' then 12 when 'month' then 1 else 0 end
  * (i ->> 'intervalCount')::integer`;

/**
 * Subscriptions that run on with their period's end between these moments, in order of their ids: those that end
 * then, or pay for fewer months at a time, are left out.
 */
export const findRenewing = async (
  tx: Db,
  { tenantId, from, until, minMonths, after = '', limit }: RenewingTerms,
): Promise<readonly RenewingSubscription[]> => {
  const { rows } = await sql<RenewingSubscription>`
    select connection_id as "connectionId", external_id as "subscriptionId",
      (payload ->> 'currentPeriodEnd')::timestamptz as "periodEnd"
    from source_records
    where tenant_id = ${tenantId}::uuid and system = 'stripe' and object_type = 'subscription'
      and external_id > ${after} and delete_reason is null
      and payload ->> 'status' in ('active', 'trialing', 'past_due')
      and not (payload ->> 'cancelAtPeriodEnd')::boolean
      and (payload ->> 'currentPeriodEnd')::timestamptz between ${from} and ${until}
      and exists (select from jsonb_array_elements(payload -> 'items') i where ${months} >= ${minMonths})
    order by external_id limit ${limit}`.execute(tx);
  return rows;
};
