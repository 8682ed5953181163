import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const settings = sql`
  create table workflow_settings (
    tenant_id uuid not null references tenants (id) on delete cascade,
    workflow text not null,
    settings jsonb not null check (jsonb_typeof(settings) = 'object'),
    version integer not null default 1,
    changed_by text not null,
    changed_at timestamptz not null default now(),
    primary key (tenant_id, workflow)
  )`;

const cases = sql`
  create table workflow_cases (
    id uuid primary key,
    tenant_id uuid not null references tenants (id) on delete cascade,
    workflow text not null,
    key text not null,
    status text not null default 'open' check (status in ('open', 'held', 'closed')),
    subject jsonb not null default '{}' check (jsonb_typeof(subject) = 'object'),
    refs jsonb not null default '{}' check (jsonb_typeof(refs) = 'object'),
    reason text,
    due_at timestamptz,
    task_id uuid not null,
    opened_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    closed_at timestamptz,
    unique (tenant_id, workflow, key),
    check ((closed_at is null) = (status <> 'closed')),
    check (status <> 'held' or reason is not null)
  )`;

const indexes = [
  // What is open is asked for all day, by people and by sweeps; what is closed only grows.
  sql`create index workflow_cases_live on workflow_cases (tenant_id, workflow, id desc) where status <> 'closed'`,
  sql`create index workflow_cases_by_tenant on workflow_cases (tenant_id, id desc)`,
  sql`create index workflow_cases_closed on workflow_cases (closed_at) where status = 'closed'`,
];

/** How often agents have handed a matter on since somebody else began it. */
const hops = sql`alter table agent_tasks add column hops smallint not null default 0`;

const dryRuns = [
  sql`alter table agent_tasks drop constraint agent_tasks_origin_check`,
  sql`alter table agent_tasks add constraint agent_tasks_origin_check
    check (origin in ('api', 'agent', 'schedule', 'adopted', 'dry-run'))`,
];

const comments = [
  [sql`agent_tasks.hops`, 'How often agents have handed the matter on since somebody else began it.'],
  [sql`workflow_settings.settings`, 'What a person has set; all else has the default of the workflow.'],
  [sql`workflow_cases.key`, 'What the case is of, such as an invoice; one case of a workflow for each.'],
  [sql`workflow_cases.subject`, 'Ids of what it is about; nothing personal.'],
  [
    sql`workflow_cases.refs`,
    'Ids of what was made for it at the vendors, by name, so that it can be closed.',
  ],
  [sql`workflow_cases.reason`, 'Why it is held, or how it ended.'],
  [sql`workflow_cases.task_id`, 'The task that moved it last; a held one is tried again with its payload.'],
] as const;

export const workflows: Migration = {
  up: async (db) => {
    for (const statement of [settings, cases, ...indexes, hops, ...dryRuns]) await statement.execute(db);
    for (const table of ['workflow_settings', 'workflow_cases'])
      await sql`select protect_tenant_table(${sql.lit(table)}, 'tenant_id')`.execute(db);
    for (const [column, text] of comments)
      await sql`comment on column ${column} is ${sql.lit(text)}`.execute(db);
  },
};
