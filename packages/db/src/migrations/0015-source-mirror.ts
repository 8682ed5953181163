import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Stands for the credentials of the environment, which are no row of `connections`. */
const NO_CONNECTION = '00000000-0000-0000-0000-000000000000';

const sourceRecords = sql`
  create table source_records (
    tenant_id uuid not null,
    connection_id uuid not null default ${sql.lit(NO_CONNECTION)},
    system text not null check (system in ('hubspot', 'stripe', 'notion')),
    object_type text not null,
    external_id text not null,
    payload jsonb not null,
    content_hash text not null,
    source_version bigint not null,
    observed_at timestamptz not null,
    deleted_at timestamptz,
    delete_reason text check (delete_reason in ('archived', 'deleted', 'absent', 'merged', 'privacy')),
    merged_into text,
    unresolved boolean not null default true,
    quarantined text,
    check ((deleted_at is null) = (delete_reason is null)),
    primary key (tenant_id, connection_id, system, object_type, external_id)
  )`;

/** What is to be made into customers yet, in the order in which it is taken; it holds nothing else. */
const unresolvedRecords = sql`
  create index source_records_unresolved on source_records (tenant_id, system, object_type, external_id)
    where unresolved`;

const syncStreams = sql`
  create table sync_streams (
    tenant_id uuid not null,
    connection_id uuid not null default ${sql.lit(NO_CONNECTION)},
    system text not null check (system in ('hubspot', 'stripe', 'notion')),
    stream text not null,
    lane text not null check (lane in ('sync', 'audit')),
    agent text not null,
    object_type text not null,
    mode text not null default 'full',
    phase text not null default 'idle',
    run_id uuid,
    started_by uuid,
    position jsonb,
    since timestamptz,
    started_at timestamptz,
    checkpoint_at timestamptz,
    pages integer not null default 0,
    rows bigint not null default 0,
    changed bigint not null default 0,
    estimated_total bigint,
    proves_absence boolean not null default false,
    run_fingerprint text,
    fingerprint text,
    fresh_at timestamptz,
    last_complete_at timestamptz,
    last_full_at timestamptz,
    last_full_rows bigint,
    last_archived_at timestamptz,
    last_archived_rows bigint,
    fresh_within_ms bigint not null,
    stale_told_at timestamptz,
    error jsonb,
    created_at timestamptz not null default now(),
    primary key (tenant_id, connection_id, system, stream, lane)
  )`;

/** A row a page, not a row an object: a million ids are ten thousand rows, written once and never changed. */
const syncPages = sql`
  create table sync_pages (
    tenant_id uuid not null,
    run_id uuid not null,
    kind text not null check (kind in ('seen', 'absent')),
    page integer not null,
    ids text[] not null,
    primary key (run_id, kind, page)
  )`;

const syncQuarantine = sql`
  create table sync_quarantine (
    tenant_id uuid not null,
    connection_id uuid not null default ${sql.lit(NO_CONNECTION)},
    system text not null,
    stream text not null,
    object_type text not null,
    external_id text not null,
    why text not null,
    details jsonb not null default '{}',
    attempts integer not null default 1,
    first_seen_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    primary key (tenant_id, connection_id, system, object_type, external_id)
  )`;

const comments = [
  sql`comment on column source_records.source_version is
      'The vendor''s own version as Unix milliseconds, or when it was asked where it has none; then observed_at.'`,
  sql`comment on column source_records.observed_at is 'A moment before the vendor was asked for this state.'`,
  sql`comment on column source_records.unresolved is 'The customers do not know of this state yet.'`,
  sql`comment on column source_records.quarantined is 'Why it could not be made into a customer.'`,
  sql`comment on column sync_streams.fresh_at is
      'When the last complete run began: nothing older is missing from the mirror.'`,
  sql`comment on column sync_pages.ids is 'Seen by a listing, or absent from it and yet to be asked for one by one.'`,
];

const tenantTables = ['source_records', 'sync_streams', 'sync_pages', 'sync_quarantine'];

export const sourceMirror: Migration = {
  up: async (db) => {
    const all = [sourceRecords, unresolvedRecords, syncStreams, syncPages, syncQuarantine, ...comments];
    for (const statement of all) await statement.execute(db);
    for (const table of tenantTables)
      await sql`select protect_tenant_table(${sql.lit(table)}, 'tenant_id')`.execute(db);
  },
};
