import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';

/** Two pages that share a key must not both make its customer: one at a time per tenant, until the end of the transaction. */
export const lockCustomers = async (tx: Db, tenantId: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('sherpa.customers'), hashtext(${tenantId}))`.execute(tx);
};
