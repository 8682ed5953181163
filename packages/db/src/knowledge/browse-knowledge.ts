import { sql, type Selectable } from 'kysely';
import type { Db } from '../schema/index.ts';
import type { KnowledgeBaseTable } from '../schema/knowledge.ts';
import { labelFilterOf, type KnowledgeFilter } from './labels.ts';

/** A page without its text. */
export interface KnowledgePageSummary {
  readonly id: string;
  readonly source: string;
  readonly externalId: string;
  readonly title: string;
  /** Where people read it. */
  readonly url: string | null;
  readonly path: readonly string[];
  readonly category: string | null;
  readonly tags: readonly string[];
  readonly editedAt: Date;
  /** Since when the source says that there is no such page; null while it is there. */
  readonly unreachableSince: Date | null;
}

/** A page of the knowledge base, whole. */
export interface KnowledgePageRow extends KnowledgePageSummary {
  /** Markdown; nothing is left of a deleted page. */
  readonly content: string;
  readonly version: number;
  readonly deletedAt: Date | null;
  readonly deleteReason: 'deleted' | 'unreachable' | 'erased' | null;
  readonly updatedAt: Date;
}

export const summaryColumns = [
  'id',
  'source',
  'external_id',
  'title',
  'url',
  'path',
  'category',
  'tags',
  'edited_at',
  'unreachable_since',
] as const;

const columns = [
  ...summaryColumns,
  'content',
  'source_version',
  'deleted_at',
  'delete_reason',
  'updated_at',
] as const;

type Row<C extends keyof KnowledgeBaseTable> = Pick<Selectable<KnowledgeBaseTable>, C>;

/** A row of the columns above. */
export const toSummary = (row: Row<(typeof summaryColumns)[number]>): KnowledgePageSummary => ({
  id: row.id,
  source: row.source,
  externalId: row.external_id,
  title: row.title,
  url: row.url,
  path: row.path,
  category: row.category,
  tags: row.tags,
  editedAt: row.edited_at,
  unreachableSince: row.unreachable_since,
});

const toPage = (row: Row<(typeof columns)[number]>): KnowledgePageRow => ({
  ...toSummary(row),
  content: row.content,
  version: row.source_version,
  deletedAt: row.deleted_at,
  deleteReason: row.delete_reason,
  updatedAt: row.updated_at,
});

/** The page of that id, deleted or not; undefined if this tenant has none. */
export const getKnowledgePage = async (tx: Db, id: string): Promise<KnowledgePageRow | undefined> => {
  const row = await tx.selectFrom('knowledge_base').select(columns).where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toPage(row);
};

/** The page that the source knows by that id. */
export const findKnowledgePage = async (
  tx: Db,
  { source, externalId }: { readonly source: string; readonly externalId: string },
): Promise<KnowledgePageRow | undefined> => {
  const row = await tx
    .selectFrom('knowledge_base')
    .select(columns)
    .where('source', '=', source)
    .where('external_id', '=', externalId)
    .executeTakeFirst();
  return row === undefined ? undefined : toPage(row);
};

/** The pages of the filter, those that were edited last first. */
export const listKnowledgePages = async (
  tx: Db,
  filter: KnowledgeFilter & { readonly limit: number },
): Promise<KnowledgePageSummary[]> => {
  const { every, hidden, kept } = labelFilterOf(filter, new Date());
  const { editedSince } = filter;
  const rows = await tx
    .selectFrom('knowledge_base')
    .select(summaryColumns)
    .where('deleted_at', 'is', null)
    .$if(every.length > 0, (query) => query.where(sql<boolean>`labels @> ${every}::text[]`))
    .$if(hidden.length > 0, (query) =>
      query.where(sql<boolean>`(not labels && ${hidden}::text[] or labels && ${kept}::text[])`),
    )
    .$if(editedSince !== undefined, (query) => query.where('edited_at', '>=', editedSince ?? new Date(0)))
    .orderBy('edited_at', 'desc')
    .orderBy('id')
    .limit(filter.limit)
    .execute();
  return rows.map(toSummary);
};

/** Whether this tenant has any page at all. */
export const hasKnowledge = async (tx: Db): Promise<boolean> =>
  (await listKnowledgePages(tx, { limit: 1 })).length > 0;
