import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Whose turn it is: of the tasks of one agent and concurrency key the one that runs. */
const turns = sql`
  create table agent_turns (
    tenant_id uuid not null,
    agent text not null,
    key text not null,
    task_id uuid not null,
    primary key (tenant_id, agent, key)
  )`;

const byTask = sql`create index agent_turns_by_task on agent_turns (task_id)`;

/** Who is next; it holds nothing of agents that do not use it. */
const nextTurns = sql`
  create index agent_tasks_next_turn on agent_tasks (tenant_id, agent, concurrency_key, priority, id)
    where concurrency_key is not null and status = 'pending'`;

export const turnsByKey: Migration = {
  up: async (db) => {
    await turns.execute(db);
    await byTask.execute(db);
    await nextTurns.execute(db);
    await sql`select protect_tenant_table('agent_turns', 'tenant_id')`.execute(db);
  },
};
