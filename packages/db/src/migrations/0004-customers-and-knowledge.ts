import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const customerCache = sql`
  create table customer_cache (
    id uuid primary key,
    tenant_id uuid not null,
    kind text not null check (kind in ('person', 'account')),
    name text,
    email text,
    phone text,
    company text,
    owner_id text,
    lifecycle_stage text,
    hubspot_contact_id text,
    hubspot_company_id text,
    stripe_customer_id text,
    stripe_customer_ids text[] not null default '{}',
    subscription_status text,
    monthly_revenue jsonb not null default '{}',
    receivable jsonb not null default '{}',
    balance_minor bigint,
    currency text,
    delinquent boolean,
    version integer not null default 1,
    search tsvector not null generated always as (
      to_tsvector('simple', coalesce(name, '') || ' ' || coalesce(company, '') || ' ' ||
        coalesce(email, '') || ' ' || translate(coalesce(email, ''), '@.+-_', '     '))
    ) stored,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`;

const customerSources = sql`
  create table customer_sources (
    tenant_id uuid not null,
    system text not null check (system in ('hubspot', 'stripe', 'notion')),
    object_type text not null,
    external_id text not null,
    customer_id uuid not null,
    keys text[] not null,
    fields jsonb not null,
    source_version bigint not null,
    deleted boolean not null default false,
    updated_at timestamptz not null default now(),
    primary key (tenant_id, system, object_type, external_id)
  )`;

const customerKeys = sql`
  create table customer_keys (
    tenant_id uuid not null,
    key text not null,
    customer_id uuid not null,
    primary key (tenant_id, key)
  )`;

const knowledgeBase = sql`
  create table knowledge_base (
    id uuid primary key,
    tenant_id uuid not null,
    source text not null,
    external_id text not null,
    title text not null,
    category text,
    tags text[] not null default '{}',
    content text not null,
    search tsvector not null generated always as (
      setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', content), 'B')
    ) stored,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (tenant_id, source, external_id)
  )`;

const comments = [
  sql`comment on column customer_cache.monthly_revenue is
      'Recurring revenue a month by currency, in minor units: {"usd": 4900}.'`,
  sql`comment on column customer_cache.receivable is
      'What is due on open invoices by currency, in minor units.'`,
  sql`comment on column customer_sources.source_version is
      'The vendor''s own version of the object, as Unix milliseconds; an older one never overwrites a newer one.'`,
  sql`comment on column customer_sources.keys is 'What ties this object to others: email:x, hubspot:contact:1.'`,
];

const indexes = [
  sql`create index customer_cache_by_tenant on customer_cache (tenant_id, id)`,
  sql`create index customer_cache_by_email on customer_cache (tenant_id, email)`,
  sql`create index customer_cache_search on customer_cache using gin (search)`,
  sql`create index customer_sources_by_customer on customer_sources (customer_id)`,
  sql`create index customer_keys_by_customer on customer_keys (customer_id)`,
  sql`create index knowledge_base_search on knowledge_base using gin (search)`,
  sql`create index knowledge_base_tags on knowledge_base using gin (tags)`,
];

const tenantTables = ['customer_cache', 'customer_sources', 'customer_keys', 'knowledge_base'];

export const customersAndKnowledge: Migration = {
  up: async (db) => {
    const all = [customerCache, customerSources, customerKeys, knowledgeBase, ...comments, ...indexes];
    for (const statement of all) await statement.execute(db);
    for (const table of tenantTables)
      await sql`select protect_tenant_table(${sql.lit(table)}, 'tenant_id')`.execute(db);
  },
};
