import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** One plan for all: by the index, planned for the words at hand, in this process, without compiling. */
const steady = sql`set plan_cache_mode = force_custom_plan set enable_seqscan = off set jit = off
  set max_parallel_workers_per_gather = 0 set work_mem = '16MB'`;

/**
 * As before, and without passages that have one of the hidden labels, but for those that have one of the kept ones: there
 * may be thousands of pages that nobody looks for, and what is left out after the looking would have taken the place of
 * others. The function of before stays for processes of the version before.
 */
const match = sql`
  create function match_knowledge(wanted tsquery, every_label text[], any_label text[], hidden_label text[],
    kept_label text[], since timestamptz, today timestamptz, most integer, most_pages integer)
  returns table (page_id uuid, "position" integer, title real, headings real, labels real, body real,
    proximity real, recency real, score real, is_partial boolean)
  -- Volatile only because it asks for a plan.
  language plpgsql volatile security definer
  set search_path = public, pg_temp ${steady} as $$
  #variable_conflict use_column
  declare
    tenant uuid := current_tenant();
    -- The words one by one: how many of them a field holds, whatever ties them together.
    alone tsquery;
    is_tied boolean;
    -- A phrase is looked for in passages that hold its words; the index knows no neighbours.
    is_phrase boolean;
    held tsquery;
    -- What a sixteenth of all passages holds is faster met among the newest than looked up.
    is_common boolean := false;
    most_read integer;
    asked text;
    plan jsonb;
    expected float8;
  begin
    if tenant is null or numnode(wanted) = 0 or querytree(wanted) = 'T' then return; end if;
    alone := regexp_replace(wanted::text, '<(-|[0-9]+)>|&', '|', 'g')::tsquery;
    is_tied := numnode(wanted) > 1 and position('|' in wanted::text) = 0;
    is_phrase := wanted::text ~ '<(-|[0-9]+)>' and position('!' in wanted::text) = 0;
    held := case when is_phrase then regexp_replace(wanted::text, '<(-|[0-9]+)>', '&', 'g')::tsquery else wanted end;
    most_read := case when is_phrase then 6 * most else most end;
    asked := format('select from knowledge_chunks c where c.tenant_id = %L', tenant);
    execute format('explain (format json) %s and c.search @@ %L::tsquery and c.labels @> %L and (%L::text[] is null or '
      'c.labels && %L)', asked, held, every_label, any_label, any_label) into plan;
    expected := (plan #>> '{0,Plan,Plan Rows}')::float8;
    if not is_phrase and expected > 20000 then
      execute 'explain (format json) ' || asked into plan;
      is_common := expected * 16 > (plan #>> '{0,Plan,Plan Rows}')::float8;
    end if;
    return query
    with called as materialized (
      select p.id from (
        select p.id, p.edited_at from knowledge_base p
        where p.tenant_id = tenant and p.head @@ wanted and (every_label = '{}' or p.labels @> every_label)
          and (any_label is null or p.labels && any_label) and (since is null or p.edited_at >= since)
          and (not p.labels && hidden_label or p.labels && kept_label)
        limit most) p
      order by p.edited_at desc limit most / 2
    ),
    held_by as materialized (
      (select c.page_id, c.position, case when not is_phrase or c.search @@ wanted then c.search end as search,
          c.edited_at
        from knowledge_chunks c
        where not is_common and c.tenant_id = tenant and c.search @@ held
          and (every_label = '{}' or c.labels @> every_label)
          and (any_label is null or c.labels && any_label) and (since is null or c.edited_at >= since)
          and (not c.labels && hidden_label or c.labels && kept_label)
        limit most_read)
      union all
      (select c.page_id, c.position, c.search, c.edited_at from (
          select c.page_id, c.position, c.search, c.edited_at, c.labels from knowledge_chunks c
          where is_common and c.tenant_id = tenant order by c.edited_at desc limit 8 * most) c
        where c.search @@ wanted and (every_label = '{}' or c.labels @> every_label)
          and (any_label is null or c.labels && any_label) and (since is null or c.edited_at >= since)
          and (not c.labels && hidden_label or c.labels && kept_label)
        limit most)
    ),
    found as materialized (
      -- Of many that match only some are ranked: those that are called so, and others.
      select c.page_id, c.position, c.search, c.edited_at
      from called join knowledge_chunks c on c.page_id = called.id and c.position = 0
      union all
      (select h.page_id, h.position, h.search, h.edited_at from held_by h where h.search is not null limit most)
    ),
    ranked as (
      select f.page_id, f.position,
        ts_rank('{0, 0, 0, 1}', f.search, alone) as title,
        ts_rank('{0, 0, 0.5, 0}', f.search, alone) as headings,
        ts_rank('{0, 0.3, 0, 0}', f.search, alone) as labels,
        ts_rank('{0.3, 0, 0, 0}', f.search, alone) as body,
        case when is_tied then ts_rank_cd('{0.3, 0.3, 0.5, 1}', f.search, wanted, 32) else 0 end::real as proximity,
        (0.15 * exp(-greatest(0, extract(epoch from today - f.edited_at)::float8) / 15552000))::real as recency
      from found f
    ),
    best as (
      select distinct on (r.page_id) r.page_id, r.position, r.title, r.headings, r.labels, r.body, r.proximity,
        r.recency,
        ((r.title + r.headings + r.labels + r.body + r.proximity) * (1 + r.recency))::real as score
      from ranked r
      order by r.page_id, 9 desc, r.position
    )
    select b.page_id, b.position, b.title, b.headings, b.labels, b.body, b.proximity, b.recency, b.score,
      is_common or (select count(*) >= most_read from held_by)
    from best b order by b.score desc, b.page_id limit most_pages;
  end $$`;

const signature =
  'match_knowledge(tsquery, text[], text[], text[], text[], timestamptz, timestamptz, integer, integer)';

/** A search that leaves pages out by their labels. */
export const hiddenKnowledge: Migration = {
  up: async (db) => {
    await match.execute(db);
    // A new owner has to be allowed to create in the schema at that moment.
    await sql`grant create on schema public to sherpa_engine`.execute(db);
    await sql`alter function ${sql.raw(signature)} owner to sherpa_engine`.execute(db);
    await sql`revoke all on function ${sql.raw(signature)} from public`.execute(db);
    await sql`grant execute on function ${sql.raw(signature)} to sherpa_app, sherpa_engine`.execute(db);
    await sql`revoke create on schema public from sherpa_engine`.execute(db);
  },
};
