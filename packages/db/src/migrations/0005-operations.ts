import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

// A process serves all tenants, so its row belongs to none; everyone may see that it lives.
const workers = sql`
  create table agent_workers (
    id uuid primary key,
    agent text not null,
    host text not null,
    pid integer not null,
    running integer not null default 0,
    started_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now()
  )`;

// A log record of the engine itself has no tenant; the policy then shows it to the engine role only.
const logs = sql`
  create table logs (
    id uuid primary key,
    tenant_id uuid,
    timestamp timestamptz not null,
    level text not null,
    message text not null,
    agent_id text,
    context jsonb not null default '{}'
  ) partition by range (id)`;

export const operations: Migration = {
  up: async (db) => {
    await workers.execute(db);
    await sql`create index agent_workers_by_agent on agent_workers (agent, last_seen_at desc)`.execute(db);
    await sql`grant select on agent_workers to sherpa_app`.execute(db);
    await sql`grant select, insert, update, delete on agent_workers to sherpa_engine`.execute(db);
    await logs.execute(db);
    await sql`create index logs_by_level on logs (level, id desc)`.execute(db);
    await sql`select protect_tenant_table('logs', 'tenant_id')`.execute(db);
    await sql`select ensure_partitions(2)`.execute(db);
  },
};
