import { sql } from 'kysely';
import { newId, type KnowledgeDocument } from '@sherpa/core';
import { toJsonb, toStorable } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import { labelsOf } from './labels.ts';
import { saveChunks, type SavedPage } from './save-chunks.ts';

export interface SavedKnowledge {
  /** Pages that were new or changed, deleted ones among them. */
  readonly saved: number;
  /** Pages that were there as they are; nothing was written. */
  readonly unchanged: number;
  /** Pages older than what was stored, and so ignored. */
  readonly stale: number;
}

/** Ids are compared with those that are stored, so they have to look as they do. */
const nameOf = ({ source, externalId }: Pick<KnowledgeDocument, 'source' | 'externalId'>): string =>
  JSON.stringify([source, toStorable(externalId)]);

/** One of each page, the newest. */
const newestOfEach = (given: readonly KnowledgeDocument[]): Map<string, KnowledgeDocument> => {
  const newest = new Map<string, KnowledgeDocument>();
  for (const document of given) {
    const other = newest.get(nameOf(document));
    if (other === undefined || other.version <= document.version) newest.set(nameOf(document), document);
  }
  return newest;
};

/** A deleted page keeps its name and version, and nothing that it said. */
const toRow = (document: KnowledgeDocument) => ({
  id: newId(),
  source: document.source,
  externalId: document.externalId,
  title: document.deleted ? '' : document.title,
  url: document.deleted ? null : document.url,
  path: document.deleted ? [] : document.path,
  category: document.deleted ? null : document.category,
  tags: document.deleted ? [] : document.tags,
  content: document.deleted ? '' : document.content,
  labels: document.deleted ? [] : labelsOf(document),
  hash: document.hash,
  editedAt: document.editedAt,
  version: document.version,
  deleted: document.deleted,
});

const columns = sql`x(id uuid, source text, "externalId" text, title text, url text, path text[], category text,
  tags text[], content text, labels text[], hash text, "editedAt" timestamptz, version bigint, deleted boolean)`;

const savePages = async (tx: Db, tenantId: string, rows: string) => {
  const { rows: saved } = await sql<{ id: string; source: string; externalId: string }>`
    insert into knowledge_base as b (id, tenant_id, source, external_id, title, url, path, category, tags, content,
      labels, content_hash, edited_at, source_version, deleted_at, delete_reason)
    select id, ${tenantId}::uuid, source, "externalId", title, url, path, category, tags, content, labels, hash,
      "editedAt", version, case when deleted then now() end, case when deleted then 'deleted' end
    from jsonb_to_recordset(${rows}::jsonb) as ${columns}
    -- In one order, so that two who save the same pages wait for one another and do not lock each other out.
    order by source, "externalId"
    on conflict (tenant_id, source, external_id) do update set title = excluded.title, url = excluded.url,
      path = excluded.path, category = excluded.category, tags = excluded.tags, content = excluded.content,
      labels = excluded.labels, content_hash = excluded.content_hash, edited_at = excluded.edited_at,
      source_version = excluded.source_version, deleted_at = excluded.deleted_at,
      delete_reason = excluded.delete_reason, unreachable_since = null, updated_at = now()
    where b.source_version <= excluded.source_version
      and (b.content_hash <> excluded.content_hash or b.unreachable_since is not null)
    returning id, source, external_id as "externalId"`.execute(tx);
  return saved;
};

const countStale = async (tx: Db, rows: string): Promise<number> => {
  const { rows: counted } = await sql<{ stale: number }>`
    select count(*) as stale from jsonb_to_recordset(${rows}::jsonb) as ${columns}
    join knowledge_base b on b.source = x.source and b.external_id = x."externalId"
    where b.source_version > x.version`.execute(tx);
  return counted[0]?.stale ?? 0;
};

/**
 * Takes pages in, some hundreds at a time: new ones, changed ones, deleted ones. An older version than the
 * stored one is ignored, the same page writes nothing, and a changed page has its passages replaced in this
 * transaction, so that nobody finds half of it. A page that was deleted or out of reach and comes again is back.
 */
export const saveKnowledgePages = async (
  tx: Db,
  tenantId: string,
  documents: readonly KnowledgeDocument[],
): Promise<SavedKnowledge> => {
  const newest = newestOfEach(documents);
  if (newest.size === 0) return { saved: 0, unchanged: 0, stale: 0 };
  const rows = toJsonb([...newest.values()].map(toRow));
  const saved = (await savePages(tx, tenantId, rows)).flatMap((row): SavedPage[] => {
    const document = newest.get(nameOf(row));
    return document === undefined ? [] : [{ id: row.id, document }];
  });
  await saveChunks(tx, tenantId, saved);
  const stale = saved.length === newest.size ? 0 : await countStale(tx, rows);
  return { saved: saved.length, unchanged: newest.size - saved.length - stale, stale };
};
