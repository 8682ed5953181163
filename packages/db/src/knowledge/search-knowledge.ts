import type { RawBuilder } from 'kysely';
import type { Db } from '../schema/index.ts';
import { describeHits, type Found, type KnowledgeHit, type Matching } from './describe-hits.ts';
import type { KnowledgeFilter } from './labels.ts';
import { allButOne, anyWord } from './loosely.ts';
import { matchPages, strictly, type Matches, type MatchOptions } from './match-pages.ts';
import { parseQuestion, replaceWords, type ParsedQuestion } from './question.ts';
import { guessWords } from './spelling.ts';

export type { KnowledgeHit } from './describe-hits.ts';

/** What is looked for: words, "phrases", -words, or; and where. */
export interface KnowledgeQuestion extends KnowledgeFilter {
  readonly query: string;
  readonly limit: number;
  /** What recency counts from. Default now. */
  readonly now?: Date | undefined;
}

export interface KnowledgeAnswer {
  readonly hits: readonly KnowledgeHit[];
  /** Words that no page holds, and those that were looked for instead. */
  readonly corrections: readonly { readonly from: string; readonly to: string }[];
  /** Whether more passages match than were ranked; another word or a filter helps. */
  readonly isPartial: boolean;
}

/** With fewer pages than this a search goes on: other spellings, then fewer words. */
const ENOUGH = 3;

/** One search after the other, each only while the ones before have found too little. */
interface Search {
  readonly found: Map<string, Found>;
  isPartial: boolean;
}

const add = (search: Search, { pages, isPartial }: Matches, matching: Matching): void => {
  for (const page of pages) {
    if (!search.found.has(page.pageId)) search.found.set(page.pageId, { ...page, matching });
  }
  search.isPartial ||= isPartial;
};

const hasEnough = ({ found }: Search): boolean => found.size >= ENOUGH;

type Look = (query: RawBuilder<unknown>) => Promise<Matches>;

const lookLoosely = async (search: Search, look: Look, { words, isLoose }: ParsedQuestion): Promise<void> => {
  if (!isLoose || words.length < 2 || hasEnough(search)) return;
  if (words.length > 2) add(search, await look(allButOne(words)), 'most');
  if (!hasEnough(search)) add(search, await look(anyWord(words)), 'any');
};

/**
 * The pages that answer best, each by its best passage. Every word has to be there, in title, headings,
 * tags or text. Only where that finds hardly anything, words that no page holds are taken for the nearest
 * one that some page does, and then words may be missing.
 */
export const searchKnowledge = async (tx: Db, question: KnowledgeQuestion): Promise<KnowledgeAnswer> => {
  const { query, now = new Date(), ...filter } = question;
  const options: MatchOptions = { ...filter, limit: Math.max(filter.limit, ENOUGH), now };
  const look: Look = (wanted) => matchPages(tx, wanted, options);
  const asked = parseQuestion(query);
  const search: Search = { found: new Map(), isPartial: false };
  add(search, await look(strictly(asked.text)), 'all');
  const better = hasEnough(search) ? new Map<string, string>() : await guessWords(tx, asked.words);
  const meant = replaceWords(asked, better);
  if (better.size > 0) add(search, await look(strictly(meant.text)), 'all');
  await lookLoosely(search, look, meant);
  const best = [...search.found.values()].slice(0, question.limit);
  return {
    hits: await describeHits(tx, anyWord(meant.words), best),
    corrections: Array.from(better, ([from, to]) => ({ from, to })),
    isPartial: search.isPartial,
  };
};
