import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../schema/index.ts';
import { labelFilterOf, type KnowledgeFilter } from './labels.ts';

/** What makes up a score: the sum of the fields and of proximity, raised by recency. */
export interface KnowledgeScore {
  readonly total: number;
  readonly title: number;
  readonly headings: number;
  /** Tags, category and the pages above. */
  readonly labels: number;
  readonly body: number;
  /** How near to one another the words stand. */
  readonly proximity: number;
  /** The share that a page gains for being new: 0.15 today, less than 0.06 after half a year. */
  readonly recency: number;
}

/** A page with its best passage. */
export interface MatchedPage {
  readonly pageId: string;
  readonly position: number;
  readonly score: KnowledgeScore;
}

export interface Matches {
  readonly pages: readonly MatchedPage[];
  /** Whether there are more passages than were ranked. */
  readonly isPartial: boolean;
}

/** Each ranked passage is a block of the table to read: three hundred are more than people look at, and still quick. */
const MAX_RANKED = 300;

export interface MatchOptions extends KnowledgeFilter {
  readonly limit: number;
  readonly now: Date;
}

interface Row {
  readonly page_id: string;
  readonly position: number;
  readonly title: number;
  readonly headings: number;
  readonly labels: number;
  readonly body: number;
  readonly proximity: number;
  readonly recency: number;
  readonly score: number;
  readonly is_partial: boolean;
}

const toMatch = (row: Row): MatchedPage => ({
  pageId: row.page_id,
  position: row.position,
  score: {
    total: row.score,
    title: row.title,
    headings: row.headings,
    labels: row.labels,
    body: row.body,
    proximity: row.proximity,
    recency: row.recency,
  },
});

/** A question in Postgres' own terms: every word, and what the signs say. */
export const strictly = (text: string): RawBuilder<unknown> =>
  sql`websearch_to_tsquery('public.knowledge', ${text})`;

/** Pages that match, best first, each by its best passage. */
export const matchPages = async (
  tx: Db,
  query: RawBuilder<unknown>,
  options: MatchOptions,
): Promise<Matches> => {
  const { every, any, hidden, kept } = labelFilterOf(options, options.now);
  const { rows } = await sql<Row>`
    select page_id, position, title, headings, labels, body, proximity, recency, score, is_partial
    from match_knowledge(${query}, ${every}::text[], ${any}::text[], ${hidden}::text[], ${kept}::text[],
      ${options.editedSince ?? null}::timestamptz, ${options.now}::timestamptz, ${MAX_RANKED}, ${options.limit})`.execute(
    tx,
  );
  return { pages: rows.map(toMatch), isPartial: rows[0]?.is_partial ?? false };
};
