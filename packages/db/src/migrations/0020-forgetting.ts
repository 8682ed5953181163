import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Asked by whoever writes what a vendor said, before it is written. Until the end of the transaction nobody of
 * the tenant is forgotten, so that what is answered stays true; the question is put after the lock was got.
 */
const gate = sql`
  create function has_forgotten(tenant uuid) returns boolean language plpgsql volatile as $$
  begin
    perform pg_advisory_xact_lock_shared(hashtext('sherpa.forgetting'), hashtext(tenant::text));
    return exists (select from identity_suppressions where tenant_id = tenant);
  end $$`;

export const forgetting: Migration = {
  up: async (db) => {
    await gate.execute(db);
  },
};
