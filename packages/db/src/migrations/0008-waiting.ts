import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * What a task waits for. It has live rows only, one for each waiting task: whoever deletes the row wakes the
 * task, so that happens once.
 */
const waits = sql`
  create table agent_waits (
    task_id uuid primary key,
    tenant_id uuid not null,
    kind text not null check (kind in ('timer', 'signal', 'tasks', 'approval', 'budget')),
    name text not null,
    wake_at timestamptz,
    signal text,
    detail jsonb not null default '{}',
    created_at timestamptz not null default now()
  )`;

const signals = sql`
  create table agent_signals (
    id uuid primary key,
    tenant_id uuid not null,
    name text not null,
    payload jsonb not null,
    sent_at timestamptz not null
  ) partition by range (id)`;

/** What people were asked. Few rows, and their decisions are worth keeping: they are not dropped with time. */
const approvals = sql`
  create table agent_approvals (
    id uuid primary key,
    tenant_id uuid not null,
    task_id uuid not null,
    agent text not null,
    name text not null,
    title text not null,
    detail jsonb,
    asked_of text[] not null,
    status text not null default 'pending'
      check (status in ('pending', 'approved', 'rejected', 'expired', 'cancelled')),
    decided_by text,
    reason text,
    expires_at timestamptz,
    escalate_at timestamptz,
    escalate_to text[] not null,
    escalated_at timestamptz,
    created_at timestamptz not null default now(),
    decided_at timestamptz
  )`;

const indexes = [
  sql`create index agent_waits_due on agent_waits (wake_at) where wake_at is not null`,
  sql`create index agent_waits_signal on agent_waits (tenant_id, signal) where signal is not null`,
  sql`create index agent_signals_by_name on agent_signals (tenant_id, name, sent_at)`,
  sql`create index agent_approvals_by_tenant on agent_approvals (tenant_id, id desc)`,
  sql`create index agent_approvals_by_status on agent_approvals (tenant_id, status, id desc)`,
  sql`create index agent_approvals_pending on agent_approvals (task_id) where status = 'pending'`,
  sql`create index agent_approvals_escalate on agent_approvals (escalate_at)
      where status = 'pending' and escalated_at is null and escalate_at is not null`,
  // Whether a child of a waiting task still lives; it has no entry for a task that nobody awaits.
  sql`create index agent_tasks_awaited on agent_tasks (awaited_by)
      where awaited_by is not null and status in ('pending', 'in_progress', 'waiting')`,
];

const comments = [
  sql`comment on column agent_waits.name is 'The step under which the outcome is remembered.'`,
  sql`comment on column agent_waits.wake_at is 'When the time has come, or has run out.'`,
  sql`comment on column agent_approvals.asked_of is 'Whom to ask; anybody who may use the API can decide.'`,
];

export const waiting: Migration = {
  up: async (db) => {
    for (const statement of [waits, signals, approvals, ...indexes, ...comments]) await statement.execute(db);
    for (const table of ['agent_waits', 'agent_signals', 'agent_approvals'])
      await sql`select protect_tenant_table(${sql.lit(table)}, 'tenant_id')`.execute(db);
    await sql`select ensure_partitions(2)`.execute(db);
  },
};
