import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { identityBackfill } from './identity/backfill.ts';
import { customerSearch } from './identity/search.ts';

// An index for each direction, each beginning with its own column: as long as a table has no statistics, and
// it has none in the first minute of a first sync, Postgres takes any index that begins with the tenant.
const edges = sql`
  create table identity_edges (
    tenant_id uuid not null,
    a text not null,
    b text not null,
    kind text not null,
    strength text not null check (strength in ('strong', 'weak', 'link', 'block')),
    evidence jsonb,
    created_by text not null default 'source',
    created_at timestamptz not null default now(),
    revoked_at timestamptz,
    primary key (a, tenant_id, b, kind)
  )`;

const reviews = sql`
  create table identity_reviews (
    id uuid primary key,
    tenant_id uuid not null,
    kind text not null check (kind in ('disagreement', 'quarantine', 'suggestion')),
    a text not null,
    b text not null,
    subjects text[] not null,
    reason text not null,
    evidence jsonb not null default '{}',
    status text not null default 'open' check (status in ('open', 'approved', 'rejected', 'obsolete')),
    decided_by text,
    decision_reason text,
    created_at timestamptz not null default now(),
    decided_at timestamptz,
    unique (tenant_id, kind, a, b)
  )`;

/** Few rows, and each can be taken back: they are not dropped with time. */
const events = sql`
  create table identity_events (
    id uuid primary key,
    tenant_id uuid not null,
    kind text not null check (kind in ('merge', 'split', 'undo')),
    level text not null check (level in ('person', 'account')),
    customer_id uuid not null,
    other_id uuid not null,
    cause jsonb not null,
    moved text[] not null,
    inverse jsonb not null default '{}',
    undone_at timestamptz,
    created_at timestamptz not null default now()
  )`;

const changes = sql`
  create table customer_changes (
    id uuid primary key,
    tenant_id uuid not null,
    customer_id uuid not null,
    cause jsonb not null,
    changes jsonb not null,
    created_at timestamptz not null default now()
  ) partition by range (id)`;

const words = sql`
  create table customer_words (
    tenant_id uuid not null,
    word text not null,
    primary key (tenant_id, word)
  )`;

const suppressions = sql`
  create table identity_suppressions (
    tenant_id uuid not null,
    hash bytea not null,
    kind text not null check (kind in ('email', 'record')),
    created_at timestamptz not null default now(),
    primary key (tenant_id, hash)
  )`;

const salts = sql`
  create table identity_salts (
    tenant_id uuid primary key,
    salt bytea not null
  )`;

const cacheColumns = sql`
  alter table customer_cache
    add column job_title text,
    add column domain text,
    add column billing_email text,
    add column tax_ids text[] not null default '{}',
    add column health_notes text,
    add column playbook text,
    add column onboarding_status text,
    add column email_opt_out boolean,
    add column risk_score double precision check (risk_score between 0 and 1),
    add column risk_reasons jsonb,
    add column risk_at timestamptz,
    add column provenance jsonb not null default '{}',
    add column drift jsonb not null default '{}',
    add column deleted_at timestamptz`;

/** One row for each field of each customer: where it comes from, since when, and by which rule. */
const fieldsView = sql`
  create view customer_fields with (security_invoker = true) as
  select c.tenant_id, c.id as customer_id, p.key as field,
    p.value -> 'value' as value,
    p.value ->> 'system' as source_system, p.value ->> 'objectType' as source_type,
    p.value ->> 'externalId' as source_id,
    to_timestamp((p.value ->> 'atMs')::double precision / 1000) as source_time,
    p.value ->> 'rule' as rule
  from customer_cache c cross join lateral jsonb_each(c.provenance) p`;

const indexes = [
  sql`create index identity_edges_to on identity_edges (b, tenant_id, strength) where revoked_at is null`,
  sql`create index identity_reviews_by_tenant on identity_reviews (tenant_id, status, id desc)`,
  sql`create index identity_reviews_open on identity_reviews (a, tenant_id) where status = 'open'`,
  sql`create index identity_events_by_customer on identity_events (tenant_id, customer_id, id desc)`,
  sql`create index identity_events_by_other on identity_events (tenant_id, other_id, id desc)`,
  sql`create index customer_changes_by_customer on customer_changes (tenant_id, customer_id, id)`,
  sql`create index customer_cache_by_company on customer_cache (tenant_id, hubspot_company_id)
      where hubspot_company_id is not null`,
  sql`create index customer_cache_drift on customer_cache (tenant_id, id) where drift <> '{}'`,
];

const comments = [
  sql`comment on table identity_edges is
    'What ties vendor objects (a) to others or to keys such as email:x (b). Customers are what live strong edges join.'`,
  sql`comment on column identity_edges.strength is
    'strong: joins; weak: only suggested; link: a payer''s account; block: never join these two.'`,
  sql`comment on column customer_cache.provenance is
    'By field: value, system, objectType, externalId, atMs and rule; the view customer_fields shows it as rows.'`,
  sql`comment on column customer_cache.drift is
    'By field: what another system holds that does not own the field.'`,
  sql`comment on column customer_cache.risk_score is 'Ours, from 0 to 1; no vendor writes it.'`,
  sql`comment on table customer_words is 'The words of names, to find what a misspelt one may have meant.'`,
  sql`comment on table identity_suppressions is
    'Salted hashes of addresses and objects that were forgotten and must not come back.'`,
];

const tenantTables = [
  'identity_edges',
  'identity_reviews',
  'identity_events',
  'identity_suppressions',
  'identity_salts',
  'customer_changes',
  'customer_words',
];

export const identity: Migration = {
  up: async (db) => {
    await sql`create extension if not exists pg_trgm`.execute(db);
    const tables = [edges, reviews, events, changes, words, suppressions, salts, cacheColumns];
    for (const statement of [...tables, ...indexes]) await statement.execute(db);
    for (const table of tenantTables)
      await sql`select protect_tenant_table(${sql.lit(table)}, 'tenant_id')`.execute(db);
    for (const statement of [...identityBackfill, fieldsView, ...customerSearch, ...comments])
      await statement.execute(db);
    await sql`grant select on customer_fields to sherpa_app, sherpa_engine`.execute(db);
    await sql`select ensure_partitions(2)`.execute(db);
  },
};
