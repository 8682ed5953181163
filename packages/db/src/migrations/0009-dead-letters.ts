import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** How attempts went wrong. Partitioned by its own id like all history, so that it is dropped by partition. */
const attempts = sql`
  create table agent_attempts (
    id uuid primary key,
    tenant_id uuid not null,
    task_id uuid not null,
    attempt integer not null,
    outcome text not null check (outcome in ('retried', 'failed', 'cancelled', 'worker_died')),
    error jsonb not null,
    fingerprint text not null,
    worker_id uuid,
    started_at timestamptz,
    ended_at timestamptz not null
  ) partition by range (id)`;

const redrives = sql`
  create table agent_redrives (
    id uuid primary key,
    tenant_id uuid not null,
    filter jsonb not null,
    per_second double precision not null check (per_second > 0),
    stop_share double precision check (stop_share between 0 and 1),
    stop_after integer not null default 1 check (stop_after > 0),
    status text not null default 'running' check (status in ('running', 'done', 'stopped', 'cancelled')),
    matched integer not null,
    redriven integer not null default 0,
    skipped integer not null default 0,
    completed integer not null default 0,
    failed_again integer not null default 0,
    ended integer not null default 0,
    next_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    finished_at timestamptz
  )`;

const redriven = sql`
  create table agent_redriven (
    redrive_id uuid not null references agent_redrives on delete cascade,
    task_id uuid not null,
    tenant_id uuid not null,
    outcome text check (outcome in ('skipped', 'completed', 'failed', 'cancelled', 'waiting')),
    primary key (redrive_id, task_id)
  )`;

const indexes = [
  sql`create index agent_attempts_by_task on agent_attempts (task_id, id)`,
  sql`create index agent_tasks_failed_kind on agent_tasks (tenant_id, fingerprint, id) where status = 'failed'`,
  sql`create index agent_redrives_running on agent_redrives (id) where status = 'running'`,
  sql`create index agent_redrives_by_tenant on agent_redrives (tenant_id, id desc)`,
  sql`create index agent_redriven_open on agent_redriven (redrive_id) where outcome is null`,
];

const comments = [
  sql`comment on table agent_attempts is 'One row for each attempt that ended with an error and was counted.'`,
  sql`comment on column agent_redrives.next_at is 'When the next task may be moved at this rate.'`,
  sql`comment on column agent_redrives.stop_share is
    'It stops when more than this share of those that have ended failed again; null: never.'`,
  sql`comment on column agent_redriven.outcome is 'Null until the task has come to rest.'`,
];

export const deadLetters: Migration = {
  up: async (db) => {
    for (const statement of [attempts, redrives, redriven, ...indexes, ...comments])
      await statement.execute(db);
    for (const table of ['agent_attempts', 'agent_redrives', 'agent_redriven'])
      await sql`select protect_tenant_table(${sql.lit(table)}, 'tenant_id')`.execute(db);
    await sql`select ensure_partitions(2)`.execute(db);
  },
};
