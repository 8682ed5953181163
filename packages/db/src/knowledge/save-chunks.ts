import { sql } from 'kysely';
import type { KnowledgeDocument } from '@sherpa/core';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import { labelsOf } from './labels.ts';

/** A page that was written, and so has its passages replaced. */
export interface SavedPage {
  readonly id: string;
  readonly document: KnowledgeDocument;
}

const toChunks = ({ id, document }: SavedPage) => {
  const { title, tags, category, path, editedAt } = document;
  const labels = labelsOf(document);
  // What a page is filed under can be searched as words, too.
  const filed = [...tags, ...(category === null ? [] : [category]), ...path].join(' ');
  return document.chunks.map(({ position, headingPath, headings, text }) => ({
    pageId: id,
    position,
    title,
    headingPath,
    headings: headings.join(' '),
    filed,
    text,
    labels,
    editedAt,
  }));
};

/** Words that people mistype; what is no word of letters is not worth a guess. */
const WORD = '^[[:alpha:]]{4,30}$';

const vector = (column: string, weight: string) =>
  sql`setweight(to_tsvector('public.knowledge', knowledge_plain(${sql.raw(column)})), ${sql.lit(weight)})`;

/** Makes the passages of these pages those of their documents, and keeps their words for later guesses. */
export const saveChunks = async (tx: Db, tenantId: string, pages: readonly SavedPage[]): Promise<void> => {
  if (pages.length === 0) return;
  const ids = pages.map(({ id }) => id);
  await sql`delete from knowledge_chunks where page_id = any(${ids}::uuid[])`.execute(tx);
  const chunks = pages.flatMap(toChunks);
  if (chunks.length === 0) return;
  await sql`
    insert into knowledge_chunks (tenant_id, page_id, position, heading_path, content, labels, edited_at, search)
    select ${tenantId}::uuid, "pageId", position, "headingPath", text, labels, "editedAt",
      ${vector('title', 'A')} || ${vector('headings', 'B')} || ${vector('filed', 'C')} || ${vector('text', 'D')}
    from jsonb_to_recordset(${toJsonb(chunks)}::jsonb) as x("pageId" uuid, position integer, title text,
      "headingPath" text[], headings text, filed text, text text, labels text[], "editedAt" timestamptz)`.execute(
    tx,
  );
  const texts = pages.map(({ document }) =>
    [document.title, ...document.chunks.flatMap(({ headings, text }) => [...headings, text])].join(' '),
  );
  await sql`
    insert into knowledge_words (tenant_id, word)
    select ${tenantId}::uuid, word from (
      select distinct unnest(tsvector_to_array(to_tsvector('simple', knowledge_plain(given)))) as word
      from jsonb_array_elements_text(${toJsonb(texts)}::jsonb) as x(given)) found
    where word ~ ${WORD}
    order by word
    on conflict do nothing`.execute(tx);
};
