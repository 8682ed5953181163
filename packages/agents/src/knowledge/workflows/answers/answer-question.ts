import type { Handler } from '@sherpa/agent-kit';
import {
  readContents,
  readOwnPages,
  searchKnowledge,
  termsOf,
  type Db,
  type KnowledgeHit,
  type KnowledgeQuestion,
} from '@sherpa/db';
import { askedWords, rankSentences, toldSections, type RankedSentence } from '@sherpa/knowledge';
import type { KnowledgeContract } from '../../contract.ts';
import { answers, type Answered } from './definition.ts';

type Page = KnowledgeHit['page'];

const MOST_CLOSEST = 3;
/** A sentence that holds much less than the best one says something else. */
const NEAR_BEST = 0.85;

/** Pages that hold all that is asked for, then those that hold any of it; what is out of reach is not cited. */
const findPages = async (
  tx: Db,
  words: readonly string[],
  filter: Pick<KnowledgeQuestion, 'limit' | 'hidden'>,
): Promise<readonly Page[]> => {
  const queries = words.length < 2 ? [words.join(' ')] : [words.join(' '), words.join(' or ')];
  const found = new Map<string, Page>();
  for (const query of queries)
    for (const { page } of (await searchKnowledge(tx, { query, ...filter })).hits)
      if (page.unreachableSince === null) found.set(page.id, page);
  return [...found.values()].slice(0, 2 * filter.limit);
};

/** What the pages say, by page and heading. */
const readSections = async (tx: Db, pages: readonly Page[]) => {
  const byId = new Map(pages.map((page) => [page.id, page]));
  const contents = await readContents(tx, [...byId.keys()]);
  return contents.flatMap(({ pageId, content }) => {
    const page = byId.get(pageId);
    return page === undefined ? [] : toldSections(content).map((section) => ({ ...section, page }));
  });
};

type Section = Awaited<ReturnType<typeof readSections>>[number];

/** Sentences with what stands above them, as terms; one question to the database for all of them. */
const toTerms = async (tx: Db, sections: readonly Section[]) => {
  const above = sections.map(({ page, headingPath }) => [page.title, ...headingPath].join(' '));
  const terms = await termsOf(tx, [...above, ...sections.flatMap(({ sentences }) => sentences)]);
  let at = sections.length;
  return sections.map(({ sentences }, place) => {
    const from = at;
    at += sentences.length;
    return {
      around: new Set(terms[place]),
      sentences: sentences.map((_text, index) => new Set(terms[from + index])),
    };
  });
};

const pageFields = ({ id, title, url }: Page) => ({ pageId: id, title, url });

/** The sentences that answer best, each said once. */
const best = (
  ranked: readonly RankedSentence[],
  sections: readonly Section[],
  { least, limit }: { readonly least: number; readonly limit: number },
): Answered['answers'] => {
  const from = Math.max(least, (ranked[0]?.score ?? 0) * NEAR_BEST);
  const chosen = new Map<string, Answered['answers'][number]>();
  for (const { passage, sentence, score } of ranked) {
    const section = sections[passage];
    const text = section?.sentences[sentence];
    if (section === undefined || text === undefined || score < from || chosen.has(text)) continue;
    if (chosen.size === limit) break;
    const heading = section.headingPath.at(-1) ?? null;
    chosen.set(text, {
      text,
      ...pageFields(section.page),
      heading,
      score: Math.round(score * 1_000) / 1_000,
    });
  }
  return [...chosen.values()];
};

/** Answers in the words of the pages: the same pages give the same answer, and nothing is said that none says. */
export const answerQuestion: Handler<KnowledgeContract, 'question.answer'> = async (ctx) => {
  const { question, limit, includeOwn } = ctx.task.payload;
  const { sureFrom, unsureFrom, pagesRead } = await ctx.settings(answers);
  const words = askedWords(question);
  return ctx.withTenant(async (tx): Promise<Answered> => {
    const hidden = includeOwn ? undefined : await readOwnPages(tx);
    const pages = words.length === 0 ? [] : await findPages(tx, words, { limit: pagesRead, hidden });
    const sections = await readSections(tx, pages);
    const [asked = []] = await termsOf(tx, [words.join(' ')]);
    const ranked = rankSentences(asked, await toTerms(tx, sections));
    const told = best(ranked, sections, { least: unsureFrom, limit });
    const [first] = told;
    const sure = first !== undefined && first.score >= sureFrom ? 'found' : 'unsure';
    return {
      verdict: first === undefined ? 'nothing' : sure,
      answers: told,
      closest: pages.slice(0, MOST_CLOSEST).map(pageFields),
    };
  });
};
