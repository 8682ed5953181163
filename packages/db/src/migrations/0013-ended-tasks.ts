import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * What still lives has an index of its own, so an entry is only made when a task ends: a third off every
 * enqueue. Ascending, so that entries are appended: newest first is the same index read backwards.
 */
const ended = sql`create index agent_tasks_ended on agent_tasks (tenant_id, agent, id)
  where status in ('completed', 'failed', 'cancelled')`;

export const endedTasks: Migration = {
  up: async (db) => {
    await sql`drop index agent_tasks_by_agent`.execute(db);
    await ended.execute(db);
  },
};
