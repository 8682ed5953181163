import { sql, type RawBuilder, type Selectable } from 'kysely';
import type { Db } from '../schema/index.ts';
import type { KnowledgeBaseTable } from '../schema/knowledge.ts';
import { summaryColumns, toSummary, type KnowledgePageSummary } from './browse-knowledge.ts';
import type { KnowledgeScore, MatchedPage } from './match-pages.ts';
import { makeSnippet, MARKS, type SnippetPart } from './snippet.ts';

/** How much of the question a page answers. */
export type Matching = 'all' | 'most' | 'any';

/** A page that was found. */
export interface KnowledgeHit {
  readonly page: KnowledgePageSummary;
  /** The headings above the passage. */
  readonly headingPath: readonly string[];
  readonly position: number;
  readonly snippet: readonly SnippetPart[];
  readonly matching: Matching;
  readonly score: KnowledgeScore;
}

/** A match and the question that it is one of. */
export interface Found extends MatchedPage {
  readonly matching: Matching;
}

interface Row extends Pick<Selectable<KnowledgeBaseTable>, (typeof summaryColumns)[number]> {
  readonly heading_path: string[];
  readonly content: string;
  readonly marked: string;
}

const options = `HighlightAll=true, StartSel=${MARKS.start}, StopSel=${MARKS.end}`;

/** What people see of these matches, in their order. */
export const describeHits = async (
  tx: Db,
  query: RawBuilder<unknown>,
  found: readonly Found[],
): Promise<KnowledgeHit[]> => {
  if (found.length === 0) return [];
  const { rows } = await sql<Row>`
    select ${sql.join(summaryColumns.map((column) => sql.ref(`b.${column}`)))}, c.heading_path, c.content,
      ts_headline('public.knowledge', knowledge_plain(c.content), ${query}, ${options}) as marked
    from unnest(${found.map(({ pageId }) => pageId)}::uuid[], ${found.map(({ position }) => position)}::int[])
      as wanted(page_id, position)
    join knowledge_chunks c on c.page_id = wanted.page_id and c.position = wanted.position
    join knowledge_base b on b.id = c.page_id`.execute(tx);
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  return found.flatMap(({ pageId, position, score, matching }) => {
    const row = rowOf.get(pageId);
    // It was replaced since the search, in a transaction of another.
    if (row === undefined) return [];
    const snippet = makeSnippet(row.content, row.marked);
    return [{ page: toSummary(row), headingPath: row.heading_path, position, snippet, matching, score }];
  });
};
