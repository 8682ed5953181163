import type pg from 'pg';

/** The label of the month, as a page of that date has it. */
const dated = (labels: string, from: string): string =>
  `array_append(array_remove(${labels}, 'month:' || to_char(${from} at time zone 'UTC', 'YYYY-MM')),
    'month:' || to_char(c.edited_at at time zone 'UTC', 'YYYY-MM'))`;

const steps = [
  `set maintenance_work_mem = '512MB'`,
  'set synchronous_commit = off',
  'drop index knowledge_base_head',
  'drop index knowledge_chunks_search',
  `create temp table copies as
    select b.id as original, n as copy, uuidv7() as id,
      date_trunc('milliseconds', now() - floor(1095 * random() ^ 2) * interval '1 day') as edited_at
    from knowledge_base b
    cross join lateral generate_series(1, ($2::integer - 1) / (select count(*) from knowledge_base where tenant_id = $1)) n
    where b.tenant_id = $1 order by n, b.id limit $2::integer - (select count(*) from knowledge_base where tenant_id = $1)`,
  'create index on copies (original)',
  'analyze copies',
  `insert into knowledge_base (id, tenant_id, source, external_id, title, url, path, category, tags, content, labels,
      content_hash, edited_at, source_version)
    select c.id, b.tenant_id, b.source, b.external_id || '-' || c.copy, b.title, b.url || '-' || c.copy, b.path,
      b.category, b.tags, b.content, ${dated('b.labels', 'b.edited_at')}, b.content_hash, c.edited_at, b.source_version
    from copies c join knowledge_base b on b.id = c.original order by c.id`,
  `insert into knowledge_chunks (tenant_id, page_id, position, heading_path, content, labels, edited_at, search)
    select k.tenant_id, c.id, k.position, k.heading_path, k.content, ${dated('k.labels', 'k.edited_at')},
      c.edited_at, k.search
    from copies c join knowledge_chunks k on k.page_id = c.original order by c.id, k.position`,
  'drop table copies',
  'create index knowledge_base_head on knowledge_base using gin (tenant_id, head, labels) with (gin_pending_list_limit = 512)',
  `create index knowledge_chunks_search on knowledge_chunks using gin (tenant_id, search, labels)
    with (gin_pending_list_limit = 512)`,
];

/**
 * Makes a tenant's pages that many, by copies under other names and of other dates, in a few statements: a
 * word is on as large a share of the pages as before. As the owner of the tables, whom no policy holds back.
 */
export const copyPages = async (
  client: pg.Client,
  {
    tenantId,
    pages,
    signal,
  }: { readonly tenantId: string; readonly pages: number; readonly signal: AbortSignal },
): Promise<void> => {
  for (const step of steps) {
    signal.throwIfAborted();
    await client.query(
      step,
      [tenantId, pages].filter((_, index) => step.includes(`$${index + 1}`)),
    );
  }
};
