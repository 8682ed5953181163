import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Whoever types the beginnings of two words would have both lists read, each of tens of thousands among a million
 * customers, to find what is on both. So how any two words of a customer begin is looked up together, three letters
 * of each by turns: of Ann Schmidt `asncnh`, which begins as `an sc` does. Whoever has all words of a query
 * has all its pairs, so only those who have the pairs are looked at. The end of the tenant's id stands before
 * each, so that no other tenant's are read.
 */
const wordPairs = sql`
  create function word_pairs(tenant uuid, words tsvector) returns tsvector
  language sql immutable strict parallel safe
  begin atomic
    with beginnings as materialized (
      select distinct left(word, 1) collate "C" as a, substr(word, 2, 1) collate "C" as b,
        substr(word, 3, 1) collate "C" as c
      from unnest(tsvector_to_array(words)) word
    )
    select array_to_tsvector(case
      -- Of very many words one mark stands for all pairs.
      when (select count(*) from beginnings) > 20 then array[right(tenant::text, 8) || '*']
      else array(select right(tenant::text, 8) || x.a || y.a || x.b || y.b || x.c || y.c
        from beginnings x join beginnings y on (x.a, x.b, x.c) < (y.a, y.b, y.c)) end);
  end`;

/**
 * What the pairs of whoever has words that begin so match; null where there is no pair: a word that begins as
 * another one does may be the same, and a letter alone begins too many.
 */
const pairsOfBeginnings = sql`
  create function word_pairs_begun(tenant uuid, words tsvector) returns tsquery
  language sql immutable strict parallel safe
  begin atomic
    with beginnings as materialized (
      select distinct left(word, 3) collate "C" as word from unnest(tsvector_to_array(words)) word
      where length(word) > 1
    ), pairs as (
      select left(x.word, 1) || left(y.word, 1) || substr(x.word, 2, 1) || substr(y.word, 2, 1) ||
        substr(x.word, 3) || case when length(x.word) > 2 then substr(y.word, 3) else '' end as pair
      from beginnings x join beginnings y on x.word < y.word and not starts_with(y.word, x.word)
      order by x.word, y.word limit 10
    )
    select string_agg(
        '''' || right(tenant::text, 8) || replace(replace(pair, '\\', '\\\\'), '''', '''''') || ''':*', ' & '
      )::tsquery || ('''' || right(tenant::text, 8) || '*''')::tsquery
    from pairs;
  end`;

/** The planner needs to know nothing of it, since the search leaves it no choice: so it is not analyzed. */
const index = [
  sql`create index customer_cache_pairs on customer_cache using gin (word_pairs(tenant_id, search))`,
  sql`alter index customer_cache_pairs alter column 1 set statistics 0`,
];

/** As it was, but for the pairs. */
const searchCustomers = sql`
  create or replace function search_customers(given text, prefixes text, wanted_words text[], wanted integer)
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
    columns constant text := 'select id, tenant_id, deleted_at, name, email, company, search from customer_cache';
    -- The same among the tenant's first.
    ask_some constant text := replace(ask, 'from customer_cache',
      'from (' || columns || ' where tenant_id = $1 order by id limit 6000) first_ones');
    -- The same among those whose words begin so; offset keeps the lists of the words from being read as well.
    ask_paired constant text := replace(ask, 'from customer_cache',
      'from (' || columns || ' where word_pairs(tenant_id, search) @@ $7 offset 0) paired');
    plain constant text := translate(given, '@.+-_/:', '       ');
    words tsquery := to_tsquery('simple', prefixes) || plainto_tsquery('simple', plain);
    -- Null where either has none.
    pairs constant tsquery :=
      word_pairs_begun(current_tenant(), to_tsvector('simple', translate(prefixes, ':*&', '   '))) ||
      word_pairs_begun(current_tenant(), to_tsvector('simple', plain));
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
    return query execute case when pairs is null then ask else ask_paired end
      using current_tenant(), words, given, most, wanted, '', pairs;
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
 * Fills the index from what is there: on two busy cores up to three minutes and 45 MB for a million customers, in
 * which customers can be read but not written.
 */
export const customerWordPairs: Migration = {
  up: async (db) => {
    for (const statement of [wordPairs, pairsOfBeginnings, ...index, searchCustomers])
      await statement.execute(db);
  },
};
