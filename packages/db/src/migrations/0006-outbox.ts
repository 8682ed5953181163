import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Names the jobs that a commit owes the queue, one row for all of them. It is written with the tasks and
 * deleted when the jobs are there, so what is left after some seconds is what a crash has cut off: to
 * find it costs the same whether ten tasks wait or a million.
 */
const outbox = sql`
  create table agent_outbox (
    id uuid primary key,
    jobs jsonb not null,
    created_at timestamptz not null default now()
  )`;

/** Whoever acts for a tenant may leave jobs here, and cannot read what others have left. */
const grants = [
  sql`grant insert on agent_outbox to sherpa_app`,
  sql`grant select, insert, delete on agent_outbox to sherpa_engine`,
];

/** The outbox knows what the queue lacks; a look at every task that waits is no longer needed. */
const withoutRelay = sql`alter table agent_tasks drop column relay_at`;

const columns = sql`
  alter table agent_tasks
    add column concurrency_key text,
    add column awaited_by uuid,
    add column fingerprint text`;

/**
 * What is alive, by agent: a queue is rebuilt from it, and it is counted. One index in place of two, since
 * every task goes into each.
 */
const live = [
  sql`drop index agent_tasks_live`,
  sql`create index agent_tasks_live on agent_tasks (agent, id)
    where status in ('pending', 'in_progress', 'waiting')`,
];

/** The engine says of every task that it has ended; nobody lists those by type. */
const eventsByType = [
  sql`drop index agent_events_by_type`,
  sql`create index agent_events_by_type on agent_events (tenant_id, type, id desc) where type not like 'task.%'`,
];

const comments = [
  sql`comment on column agent_tasks.concurrency_key is 'Tasks of one agent and key run one at a time.'`,
  sql`comment on column agent_tasks.awaited_by is 'The waiting task that goes on when this one has ended.'`,
  sql`comment on column agent_tasks.fingerprint is 'The same for failures of the same kind.'`,
];

export const jobOutbox: Migration = {
  up: async (db) => {
    for (const statement of [outbox, ...grants, withoutRelay, columns, ...live, ...eventsByType, ...comments])
      await statement.execute(db);
  },
};
