import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Tasks that were put off; one that is due from the beginning costs nothing here. */
const due = sql`create index agent_tasks_due on agent_tasks (run_at)
  where status = 'pending' and run_at > created_at`;

export const dueTasks: Migration = {
  up: async (db) => {
    await due.execute(db);
  },
};
