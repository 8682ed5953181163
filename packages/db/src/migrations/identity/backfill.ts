import { sql } from 'kysely';

/** The types that are somebody; subscriptions and invoices belong to their payer. */
const isDependent = sql`object_type in ('subscription', 'invoice')`;

const nodes = [
  sql`alter table customer_sources
    add column node text,
    add column person_id uuid,
    add column account_id uuid,
    add column belongs_to text,
    add column merged_into text`,
  // Who owns tables does not see rows of tenants; the engine does.
  sql`set local role sherpa_engine`,
  sql`update customer_sources s set node = system || ':' || object_type || ':' || external_id,
    belongs_to = case when ${isDependent} then
      (select k from unnest(keys) k where k like 'stripe:customer:%' limit 1) end,
    person_id = case when not ${isDependent} and object_type <> 'company' then
      (select c.id from customer_cache c where c.id = s.customer_id and c.kind = 'person') end,
    account_id = case when not ${isDependent} and object_type <> 'contact' then
      (select c.id from customer_cache c where c.id = s.customer_id and c.kind = 'account') end`,
];

/** As the code makes them, less what only the code can tell; that comes when an object is seen again. */
const edges = sql`
  insert into identity_edges (tenant_id, a, b, kind, strength)
  select s.tenant_id, s.node, k,
    case when k like 'email:%' then 'email'
      when k like s.system || ':' || s.object_type || ':%' then 'merged' else 'explicit' end,
    case when k like 'hubspot:company:%' and s.object_type <> 'company' then 'link' else 'strong' end
  from customer_sources s cross join lateral unnest(s.keys) k
  where not ${isDependent} and k <> s.node
  on conflict do nothing`;

const words = sql`
  insert into customer_words (tenant_id, word)
  select distinct tenant_id, word from customer_cache
  cross join lateral regexp_split_to_table(lower(coalesce(name, '') || ' ' || coalesce(company, '')), '[^[:alnum:]]+') word
  where length(word) > 2
  on conflict do nothing`;

/** Gives what is known already its place in the graph. */
export const identityBackfill = [
  ...nodes,
  edges,
  words,
  sql`reset role`,
  sql`alter table customer_sources
    drop constraint customer_sources_pkey,
    alter column node set not null,
    add primary key (node, tenant_id),
    drop column customer_id,
    drop column keys`,
  sql`create index customer_sources_by_person on customer_sources (person_id) where person_id is not null`,
  sql`create index customer_sources_by_account on customer_sources (account_id) where account_id is not null`,
  sql`create index customer_sources_by_owner on customer_sources (belongs_to, tenant_id)
    where belongs_to is not null`,
  sql`drop table customer_keys`,
];
