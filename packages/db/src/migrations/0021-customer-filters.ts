import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What customers are listed by. Few have a rare value, and without these all would be read to find them. */
const indexes = [
  sql`create index customer_cache_by_status on customer_cache (tenant_id, subscription_status, id)
    where deleted_at is null and subscription_status is not null`,
  sql`create index customer_cache_by_stage on customer_cache (tenant_id, lifecycle_stage, id)
    where deleted_at is null and lifecycle_stage is not null`,
  sql`create index customer_cache_by_owner on customer_cache (tenant_id, owner_id, id)
    where deleted_at is null and owner_id is not null`,
];

export const customerFilters: Migration = {
  up: async (db) => {
    for (const index of indexes) await index.execute(db);
  },
};
