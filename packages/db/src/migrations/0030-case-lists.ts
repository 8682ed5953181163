import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Lists of cases go along an index to where their page is full, however many have ended. */
export const caseLists: Migration = {
  up: async (db) => {
    // What lives, of all workflows: the index there was begins with one of them.
    await sql`
      create index workflow_cases_live_by_id on workflow_cases (tenant_id, id desc) where status <> 'closed'`.execute(
      db,
    );
    await sql`create index workflow_cases_by_workflow on workflow_cases (tenant_id, workflow, id desc)`.execute(
      db,
    );
  },
};
