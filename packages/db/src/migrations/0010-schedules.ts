import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const columns = sql`
  alter table agent_schedules
    add column id uuid not null default gen_random_uuid(),
    add column name text not null default 'default',
    add column origin text not null default 'contract' check (origin in ('contract', 'api')),
    add column cron text,
    add column time_zone text,
    add column jitter_ms bigint not null default 0,
    add column missed text not null default 'last' check (missed in ('none', 'last', 'all')),
    add column missed_within_ms bigint,
    add column overlap text not null default 'skip' check (overlap in ('skip', 'allow', 'cancel-running')),
    add column payload jsonb not null default '{}',
    add column paused_at timestamptz,
    add column next_tick_at timestamptz,
    add column last_tick_at timestamptz,
    add column last_run_at timestamptz,
    add column last_task_id uuid,
    add column created_at timestamptz not null default now(),
    alter column every_ms drop not null,
    alter column next_run_at drop not null`;

const rules = [
  sql`update agent_schedules set next_tick_at = next_run_at`,
  sql`alter table agent_schedules drop constraint agent_schedules_pkey`,
  sql`alter table agent_schedules
    add primary key (id),
    add unique (tenant_id, agent, type, name),
    add check (num_nonnulls(cron, every_ms) = 1),
    add check ((cron is null) = (time_zone is null)),
    add check ((missed = 'all') = (missed_within_ms is not null)),
    add check (paused_at is null or next_run_at is null)`,
  sql`create index agent_schedules_by_tenant on agent_schedules (tenant_id, id desc)`,
];

const comments = [
  [
    sql`agent_schedules.next_tick_at`,
    'The tick that is awaited; of an interval all others follow from it, so it stays while paused.',
  ],
  [
    sql`agent_schedules.next_run_at`,
    'When that tick fires: with its jitter. Null while paused, and where no tick is left.',
  ],
  [sql`agent_schedules.last_tick_at`, 'The tick that fired last; a run that a person asked for is none.'],
] as const;

export const schedules: Migration = {
  up: async (db) => {
    for (const statement of [columns, ...rules]) await statement.execute(db);
    for (const [column, text] of comments)
      await sql`comment on column ${column} is ${sql.lit(text)}`.execute(db);
  },
};
