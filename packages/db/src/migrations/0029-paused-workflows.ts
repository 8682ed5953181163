import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** While it is set the workflow begins nothing new. */
export const pausedWorkflows: Migration = {
  up: async (db) => {
    await sql`alter table workflow_settings add column paused_at timestamptz`.execute(db);
  },
};
