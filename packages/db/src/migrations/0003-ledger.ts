import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const tasks = sql`
  create table agent_tasks (
    id uuid primary key,
    tenant_id uuid not null,
    agent text not null,
    type text not null,
    payload jsonb not null,
    status text not null default 'pending'
      check (status in ('pending', 'in_progress', 'waiting', 'completed', 'failed', 'cancelled')),
    attempt integer not null default 0,
    uncounted_attempts integer not null default 0,
    max_attempts integer not null,
    priority integer not null,
    run_at timestamptz not null,
    relay_at timestamptz not null,
    key text,
    message_id uuid,
    caused_by uuid,
    origin text not null check (origin in ('api', 'agent', 'schedule', 'adopted')),
    worker_id uuid,
    lease_expires_at timestamptz,
    cancel_requested_at timestamptz,
    progress jsonb,
    result jsonb,
    error jsonb,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    finished_at timestamptz
  ) partition by range (id)`;

const taskColumns = [
  [
    sql`agent_tasks.attempt`,
    'The fence: raised by every claim; a finish must name the attempt it belongs to.',
  ],
  [
    sql`agent_tasks.uncounted_attempts`,
    'Attempts handed back or forgiven; attempt minus these is held against max_attempts.',
  ],
  [
    sql`agent_tasks.relay_at`,
    'When the conductor should look whether the queue still knows of this pending task.',
  ],
] as const;

// The partial indexes hold live rows only: their size follows the backlog, not the history.
const taskIndexes = [
  sql`create index agent_tasks_relay on agent_tasks (relay_at) where status = 'pending'`,
  sql`create index agent_tasks_lease on agent_tasks (lease_expires_at) where status = 'in_progress'`,
  sql`create index agent_tasks_live on agent_tasks (tenant_id, agent, status)
      where status in ('pending', 'in_progress', 'waiting')`,
  sql`create index agent_tasks_by_agent on agent_tasks (tenant_id, agent, id desc)`,
  sql`create index agent_tasks_failed on agent_tasks (tenant_id, id desc) where status = 'failed'`,
];

const keys = sql`
  create table agent_task_keys (
    tenant_id uuid not null,
    agent text not null,
    key text not null,
    task_id uuid not null,
    hold_until timestamptz,
    primary key (tenant_id, agent, key)
  )`;

const messages = sql`
  create table agent_messages (
    id uuid primary key,
    tenant_id uuid not null,
    from_agent text not null,
    to_agent text not null,
    type text not null,
    payload jsonb not null,
    status text not null default 'pending' check (status in ('pending', 'processed', 'failed', 'cancelled')),
    task_id uuid not null,
    caused_by uuid,
    created_at timestamptz not null default now(),
    processed_at timestamptz
  ) partition by range (id)`;

const events = sql`
  create table agent_events (
    id uuid primary key,
    tenant_id uuid not null,
    agent text not null,
    type text not null,
    task_id uuid,
    data jsonb not null,
    created_at timestamptz not null default now()
  ) partition by range (id)`;

const state = sql`
  create table agent_state (
    tenant_id uuid not null,
    agent text not null,
    key text not null,
    value jsonb not null,
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    primary key (tenant_id, agent, key)
  )`;

const steps = sql`
  create table agent_steps (
    tenant_id uuid not null,
    task_id uuid not null,
    name text not null,
    result jsonb not null,
    attempt integer not null,
    created_at timestamptz not null default now(),
    primary key (task_id, name)
  )`;

const effects = sql`
  create table agent_effects (
    id uuid primary key,
    tenant_id uuid not null,
    task_id uuid not null,
    name text not null,
    vendor text not null,
    key text not null,
    intent jsonb not null,
    status text not null default 'intended' check (status in ('intended', 'performed', 'failed')),
    outcome jsonb,
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    unique (tenant_id, key)
  )`;

const schedules = sql`
  create table agent_schedules (
    tenant_id uuid not null,
    agent text not null,
    type text not null,
    every_ms bigint not null check (every_ms >= 1000),
    next_run_at timestamptz not null,
    primary key (tenant_id, agent, type)
  )`;

const rest = [
  sql`create index agent_task_keys_by_task on agent_task_keys (task_id)`,
  sql`create index agent_task_keys_kept on agent_task_keys (hold_until) where hold_until is not null`,
  sql`create index agent_messages_live on agent_messages (tenant_id, status) where status = 'pending'`,
  sql`create index agent_events_by_task on agent_events (task_id, id)`,
  sql`create index agent_events_by_type on agent_events (tenant_id, type, id desc)`,
  sql`create index agent_schedules_due on agent_schedules (next_run_at)`,
];

const tenantTables = [
  'agent_tasks',
  'agent_task_keys',
  'agent_messages',
  'agent_events',
  'agent_state',
  'agent_steps',
  'agent_effects',
  'agent_schedules',
];

export const ledger: Migration = {
  up: async (db) => {
    for (const statement of [
      tasks,
      ...taskIndexes,
      keys,
      messages,
      events,
      state,
      steps,
      effects,
      schedules,
      ...rest,
    ]) {
      await statement.execute(db);
    }
    for (const [column, text] of taskColumns)
      await sql`comment on column ${column} is ${sql.lit(text)}`.execute(db);
    for (const table of tenantTables)
      await sql`select protect_tenant_table(${sql.lit(table)}, 'tenant_id')`.execute(db);
    await sql`select ensure_partitions(2)`.execute(db);
  },
};
