import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Trusted extensions: whoever owns the database may create them. */
const extensions = ['pg_trgm', 'btree_gin', 'unaccent'];

/** English, and Zoë is found as Zoe. */
const configuration = [
  sql`create text search configuration public.knowledge (copy = english)`,
  sql`alter text search configuration public.knowledge
    alter mapping for word, hword, hword_part with unaccent, english_stem`,
];

/**
 * Text as it is indexed and marked: signs that would make one word of several (payment_failed, a.b, an
 * e-mail address) are blanks, as are the two characters that mark what was found. Keeps every character's place.
 */
const plain = sql`
  create function knowledge_plain(given text) returns text language sql immutable strict parallel safe as
  $$ select translate(given, U&'-_./\\\\:@<>&#=|*~+\\E000\\E001', repeat(' ', 18)) $$`;

const pages = sql`
  alter table knowledge_base
    drop column search,
    add column url text,
    add column path text[] not null default '{}',
    add column edited_at timestamptz not null default now(),
    add column source_version bigint not null default 0,
    add column content_hash text not null default '',
    add column labels text[] not null default '{}',
    add column unreachable_since timestamptz,
    add column deleted_at timestamptz,
    add column delete_reason text check (delete_reason in ('deleted', 'unreachable', 'erased')),
    add column head tsvector not null generated always as (
      to_tsvector('public.knowledge', knowledge_plain(title))
    ) stored,
    add check ((deleted_at is null) = (delete_reason is null))`;

const chunks = sql`
  create table knowledge_chunks (
    tenant_id uuid not null,
    page_id uuid not null,
    position integer not null,
    heading_path text[] not null,
    content text not null,
    labels text[] not null,
    edited_at timestamptz not null,
    search tsvector not null,
    primary key (page_id, position)
  )`;

/** A search reads vectors by the hundred, so they lie in the row as they are, and are not unpacked each time. */
const storage = sql`alter table knowledge_chunks alter column search set storage main, set (toast_tuple_target = 4080)`;

const words = sql`
  create table knowledge_words (
    tenant_id uuid not null,
    word text not null,
    primary key (tenant_id, word)
  )`;

const indexes = [
  sql`drop index knowledge_base_tags`,
  sql`create index knowledge_base_head on knowledge_base using gin (tenant_id, head, labels) with (gin_pending_list_limit = 512)`,
  sql`create index knowledge_base_newest on knowledge_base (tenant_id, edited_at desc, id) where deleted_at is null`,
  sql`create index knowledge_base_unreachable on knowledge_base (tenant_id, unreachable_since)
    where unreachable_since is not null and deleted_at is null`,
  // What waits to be put in is read by every search, so little may wait.
  sql`create index knowledge_chunks_search on knowledge_chunks using gin (tenant_id, search, labels)
    with (gin_pending_list_limit = 512)`,
  sql`create index knowledge_chunks_newest on knowledge_chunks (tenant_id, edited_at desc)`,
  sql`create index knowledge_words_near on knowledge_words using gin (tenant_id, word gin_trgm_ops)`,
];

/** One plan for all: by the index, planned for the words at hand, in this process, without compiling. */
const steady = sql`set plan_cache_mode = force_custom_plan set enable_seqscan = off set jit = off
  set max_parallel_workers_per_gather = 0 set work_mem = '16MB'`;

/**
 * Under row level security Postgres uses no index for an operator that might tell of rows one may not
 * see, and full text search is such. So the looking up itself is done by functions that run as the engine
 * and name the tenant of the transaction themselves; they give ids, scores and words of that tenant alone.
 */
const match = sql`
  create function match_knowledge(wanted tsquery, every_label text[], any_label text[], since timestamptz,
    today timestamptz, most integer, most_pages integer)
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
        limit most_read)
      union all
      (select c.page_id, c.position, c.search, c.edited_at from (
          select c.page_id, c.position, c.search, c.edited_at, c.labels from knowledge_chunks c
          where is_common and c.tenant_id = tenant order by c.edited_at desc limit 8 * most) c
        where c.search @@ wanted and (every_label = '{}' or c.labels @> every_label)
          and (any_label is null or c.labels && any_label) and (since is null or c.edited_at >= since)
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

const near = sql`
  create function near_knowledge_words(given text[]) returns table (word text, near text[])
  language plpgsql stable security definer
  set search_path = public, pg_temp ${steady}
  set pg_trgm.similarity_threshold = '0.2' as $$
  #variable_conflict use_column
  declare
    tenant uuid := current_tenant();
    one text;
    query tsquery;
  begin
    foreach one in array given loop
      query := plainto_tsquery('public.knowledge', one);
      continue when tenant is null or numnode(query) = 0;
      continue when exists (select from knowledge_words w where w.tenant_id = tenant and w.word = one);
      continue when exists (
        select from knowledge_chunks c where c.tenant_id = tenant and c.search @@ query);
      return query select one, array(
        select w.word from knowledge_words w where w.tenant_id = tenant and w.word % one
        order by similarity(w.word, one) desc, w.word limit 30);
    end loop;
  end $$`;

const signatures = [
  'match_knowledge(tsquery, text[], text[], timestamptz, timestamptz, integer, integer)',
  'near_knowledge_words(text[])',
];

const comments = [
  [
    sql`knowledge_base.source_version`,
    'The version of the source; an older one never overwrites a newer one.',
  ],
  [
    sql`knowledge_base.unreachable_since`,
    'The source says that there is no such page: deleted, or no longer shared.',
  ],
  [sql`knowledge_base.labels`, 'What search filters by: source:, category:, tag:, path: and month:.'],
  [sql`knowledge_chunks.search`, 'A the title, B the headings, C tags and path, D the passage itself.'],
] as const;

export const knowledge: Migration = {
  up: async (db) => {
    for (const name of extensions) await sql`create extension if not exists ${sql.id(name)}`.execute(db);
    for (const statement of [...configuration, plain, pages, chunks, storage, words, ...indexes, match, near])
      await statement.execute(db);
    for (const table of ['knowledge_chunks', 'knowledge_words'])
      await sql`select protect_tenant_table(${sql.lit(table)}, 'tenant_id')`.execute(db);
    // A new owner has to be allowed to create in the schema at that moment.
    await sql`grant create on schema public to sherpa_engine`.execute(db);
    for (const signature of signatures) {
      await sql`alter function ${sql.raw(signature)} owner to sherpa_engine`.execute(db);
      await sql`revoke all on function ${sql.raw(signature)} from public`.execute(db);
      await sql`grant execute on function ${sql.raw(signature)} to sherpa_app, sherpa_engine`.execute(db);
    }
    await sql`revoke create on schema public from sherpa_engine`.execute(db);
    for (const [column, text] of comments)
      await sql`comment on column ${column} is ${sql.lit(text)}`.execute(db);
  },
};
