import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** An event a row, whatever came with it in one request. Dropped by the month, as all history. */
const deliveries = sql`
  create table webhook_deliveries (
    id uuid not null,
    tenant_id uuid not null,
    connection_id uuid not null,
    vendor text not null check (vendor in ('hubspot', 'stripe', 'notion')),
    event_type text not null,
    object_type text,
    object_id text,
    other_objects jsonb not null default '[]',
    occurred_at timestamptz,
    received_at timestamptz not null default now(),
    api_version text,
    status text not null check (status in ('received', 'echo', 'ignored')),
    reason text,
    task_id uuid,
    payload jsonb not null,
    primary key (id)
  ) partition by range (id)`;

/** What came already. Beside the events, since a key of a partitioned table would have to hold the partition's. */
const keys = sql`
  create table webhook_keys (
    tenant_id uuid not null,
    connection_id uuid not null,
    key text not null,
    delivery_id uuid not null,
    primary key (connection_id, key)
  )`;

const refusals = sql`
  create table webhook_refusals (
    tenant_id uuid not null,
    connection_id uuid not null,
    reason text not null,
    count bigint not null,
    first_at timestamptz not null default now(),
    last_at timestamptz not null default now(),
    primary key (connection_id, reason)
  )`;

const handshakes = sql`
  create table webhook_handshakes (
    id uuid not null primary key,
    tenant_id uuid not null,
    connection_id uuid not null references connections (id) on delete cascade,
    secret bytea not null,
    key_id text not null,
    received_at timestamptz not null default now()
  )`;

const more = [
  sql`create index webhook_deliveries_newest on webhook_deliveries (tenant_id, id)`,
  sql`create index webhook_deliveries_by_object on webhook_deliveries (connection_id, object_type, object_id, id)`,
  sql`create index webhook_keys_by_age on webhook_keys (delivery_id)`,
  sql`create index webhook_handshakes_by_connection on webhook_handshakes (connection_id, id)`,
  sql`comment on column webhook_deliveries.status is
      'received: see its task for what came of it; echo: caused by a write of ours; ignored: see reason.'`,
  sql`comment on table webhook_refusals is 'How often what came was refused, and why; nothing of what it was.'`,
  sql`comment on column webhook_handshakes.secret is 'Sealed; becomes one of the connection''s when a person says so.'`,
];

const tenantTables = ['webhook_deliveries', 'webhook_keys', 'webhook_refusals', 'webhook_handshakes'];

export const webhookInbox: Migration = {
  up: async (db) => {
    for (const statement of [deliveries, keys, refusals, handshakes, ...more]) await statement.execute(db);
    for (const table of tenantTables)
      await sql`select protect_tenant_table(${sql.lit(table)}, 'tenant_id')`.execute(db);
    await sql`select ensure_partitions(2)`.execute(db);
  },
};
