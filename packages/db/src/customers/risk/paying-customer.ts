import { sql } from 'kysely';
import type { Db } from '../../schema/index.ts';

/** The id of the customer that a Stripe customer pays for: its account, or the person where it has none. */
export const payingCustomerOf = async (
  tx: Db,
  tenantId: string,
  stripeCustomerId: string,
): Promise<string | undefined> => {
  const { rows } = await sql<{ id: string | null }>`
    select coalesce(account_id, person_id) as id from customer_sources
    where tenant_id = ${tenantId}::uuid and node = ${`stripe:customer:${stripeCustomerId}`}`.execute(tx);
  return rows[0]?.id ?? undefined;
};
