import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';

/** What a page holds. */
export interface KnowledgeContent {
  readonly pageId: string;
  /** Markdown. */
  readonly content: string;
}

/** Who writes more on one page is not read to the end. */
const MOST_CHARACTERS = 60_000;

/** What these pages hold, in their order; one that is deleted holds nothing. */
export const readContents = async (
  tx: Db,
  pageIds: readonly string[],
): Promise<readonly KnowledgeContent[]> => {
  const { rows } = await sql<KnowledgeContent>`
    select b.id as "pageId", left(b.content, ${MOST_CHARACTERS}) as content
    from unnest(${pageIds}::uuid[]) with ordinality as wanted(id, place)
    join knowledge_base b on b.id = wanted.id
    where b.tenant_id = current_tenant() and b.deleted_at is null order by wanted.place`.execute(tx);
  return rows;
};

/** The terms of each text: its words as they are searched, without those that mean nothing by themselves. */
export const termsOf = async (tx: Db, texts: readonly string[]): Promise<readonly (readonly string[])[]> => {
  const { rows } = await sql<{ terms: string[] }>`
    select tsvector_to_array(to_tsvector('public.knowledge', knowledge_plain(given))) as terms
    from unnest(${texts}::text[]) with ordinality as x(given, place) order by place`.execute(tx);
  return rows.map(({ terms }) => terms);
};
