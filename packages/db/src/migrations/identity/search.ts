import { sql } from 'kysely';

/**
 * Finds customers by words, beginnings of words, and words that look alike where nothing else is found.
 * Row level security keeps Postgres from using an index for text search, since the operators may tell
 * of rows that the policy hides; so this runs as the engine and asks for the tenant itself. The query is
 * planned anew each time, and only by bitmaps: where some hundred rows are enough, the planner would rather
 * walk through the tenant's customers in the hope of meeting them soon. Of what very many have that is done, but
 * only as far as a look at some of them. (Volatile only because it asks for a plan.)
 */
const searchCustomers = sql`
  create function search_customers(given text, prefixes text, wanted_words text[], wanted integer)
  returns table (customer_id uuid, place integer) language plpgsql volatile security definer
  set search_path = public, pg_temp set enable_seqscan = off set enable_indexscan = off set jit = off
  set max_parallel_workers_per_gather = 0 as $$
  declare
    found_count integer;
    -- What is ranked of all that matches.
    most constant integer := 500;
    ask constant text := 'select c.id, row_number() over (order by (lower(c.email) = lower($3)) is true desc,
        (lower(c.name) = lower($3)) is true desc,
        greatest(similarity(coalesce(c.name, $6), $3), similarity(coalesce(c.company, $6), $3)) desc, c.id)::integer
      from (
        select id, name, email, company from customer_cache
        where tenant_id = $1 and deleted_at is null and search @@ $2 limit $4
      ) c order by 2 limit $5';
    -- The same among the tenant's first.
    ask_some constant text := replace(ask, 'from customer_cache', 'from (select id, tenant_id, deleted_at, name, '
      'email, company, search from customer_cache where tenant_id = $1 order by id limit 6000) first_ones');
    words tsquery := to_tsquery('simple', prefixes) || 
      plainto_tsquery('simple', translate(given, '@.+-_/:', '       '));
    met uuid[];
    common constant integer := 10000;
    plan json;
    alike text;
  begin
    execute format('explain (format json) select from customer_cache where tenant_id = %L and search @@ %L::tsquery',
      current_tenant(), words) into plan;
    if (plan #>> '{0,Plan,Plan Rows}')::float8 > common then
      perform set_config('enable_indexscan', 'on', true);
      execute 'select array_agg(customer_id order by place) from (' || ask_some || ') met (customer_id, place)'
        into met using current_tenant(), words, given, most, wanted, '';
      if cardinality(met) >= wanted then
        return query select m.id, m.place::integer from unnest(met) with ordinality m (id, place);
        return;
      end if;
      perform set_config('enable_indexscan', 'off', true);
    end if;
    return query execute ask using current_tenant(), words, given, most, wanted, '';
    get diagnostics found_count = row_count;
    if found_count > 0 then return; end if;
    -- A word that looks like none leaves nothing to be found.
    select case when bool_and(choices is not null) then string_agg('(' || choices || ')', ' & ') end into alike from (
      select string_agg(quote_literal(near.word), ' | ') as choices from unnest(wanted_words) w
      left join lateral (
        select v.word from customer_words v where v.tenant_id = current_tenant() and v.word % w
        order by similarity(v.word, w) desc, v.word limit 5
      ) near on true group by w
    ) by_word;
    if alike is null then return; end if;
    return query execute ask using current_tenant(), to_tsquery('simple', alike), given, most, wanted, '';
  end $$`;

/**
 * What is searched: words. An address as one more word would be a word of its own for each customer, and
 * whoever types the beginning of a name would have all of them read.
 */
const searched = [
  sql`alter table customer_cache drop column search`,
  sql`alter table customer_cache add column search tsvector not null generated always as (
    to_tsvector('simple', translate(
      coalesce(name, '') || ' ' || coalesce(company, '') || ' ' || coalesce(email, ''), '@.+-_/:', '       '))
  ) stored`,
  sql`create index customer_cache_search on customer_cache using gin (search)`,
];

/** As who asks, under row level security. A function, so that a connection plans it once. */
const customerOfKey = sql`
  create function customer_of_key(key text) returns uuid language plpgsql stable
  set search_path = public, pg_temp as $$
  declare
    tenant uuid := current_tenant();
    found_id uuid;
  begin
    select coalesce(s.person_id, s.account_id) into found_id from customer_sources s
      where s.tenant_id = tenant and s.node = key;
    if found_id is not null then return found_id; end if;
    select coalesce(s.person_id, s.account_id) into found_id from identity_edges e
      join customer_sources s on s.tenant_id = tenant and s.node = e.a
      where e.tenant_id = tenant and e.b = key and e.revoked_at is null and e.strength <> 'link'
        and coalesce(s.person_id, s.account_id) is not null
      order by s.deleted, s.system, s.node limit 1;
    if found_id is not null then return found_id; end if;
    select s.account_id into found_id from identity_edges e
      join customer_sources s on s.tenant_id = tenant and s.node = e.a
      where e.tenant_id = tenant and e.b = key and e.revoked_at is null and e.strength = 'link'
        and s.account_id is not null
      order by s.node limit 1;
    return found_id;
  end $$`;

export const customerSearch = [
  ...searched,
  customerOfKey,
  sql`revoke all on function customer_of_key(text) from public`,
  sql`grant execute on function customer_of_key(text) to sherpa_app, sherpa_engine`,
  sql`create index customer_words_alike on customer_words using gin (word gin_trgm_ops)`,
  searchCustomers,
  sql`grant create on schema public to sherpa_engine`,
  sql`alter function search_customers(text, text, text[], integer) owner to sherpa_engine`,
  sql`revoke create on schema public from sherpa_engine`,
  sql`revoke all on function search_customers(text, text, text[], integer) from public`,
  sql`grant execute on function search_customers(text, text, text[], integer) to sherpa_app, sherpa_engine`,
];
