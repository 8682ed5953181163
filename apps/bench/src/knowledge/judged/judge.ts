import { searchKnowledge, type Database } from '@sherpa/db';
import type { JudgedQuery } from './corpus.ts';

/** How good one answer was. */
export interface Judgment {
  readonly query: JudgedQuery;
  /** Pages in the order of the answer. */
  readonly found: readonly string[];
  /** 1 for the best possible order of the first ten. */
  readonly ndcg: number;
  /** Whether one of the best pages is among the first three. */
  readonly isSuccess: boolean;
}

const FIRST = 10;
const NEAR_THE_TOP = 3;

/** The day after the newest page was edited: what recency adds stays the same for ever. */
const TODAY = new Date('2026-04-01T00:00:00Z');

/** Discounted cumulative gain: a page counts less, the further down it stands. */
const gainOf = (grades: readonly number[]): number =>
  grades.slice(0, FIRST).reduce((sum, grade, rank) => sum + (2 ** grade - 1) / Math.log2(rank + 2), 0);

const judge = (query: JudgedQuery, found: readonly string[]): Judgment => {
  const grades = found.map((id) => query.relevant[id] ?? 0);
  const best = Object.values(query.relevant).toSorted((a, b) => b - a);
  const wanted = best[0] ?? 0;
  return {
    query,
    found,
    ndcg: gainOf(grades) / gainOf(best),
    isSuccess: grades.slice(0, NEAR_THE_TOP).includes(wanted),
  };
};

/** Asks every query and compares the answers with the judgments. */
export const judgeAll = async (
  db: Pick<Database, 'withTenant'>,
  tenantId: string,
  queries: readonly JudgedQuery[],
): Promise<readonly Judgment[]> => {
  const judgments: Judgment[] = [];
  for (const query of queries) {
    const question = { ...query.filter, query: query.query, limit: FIRST, now: TODAY };
    const { hits } = await db.withTenant(tenantId, (tx) => searchKnowledge(tx, question));
    judgments.push(
      judge(
        query,
        hits.map(({ page }) => page.externalId),
      ),
    );
  }
  return judgments;
};

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length);

export const meanNdcg = (judgments: readonly Judgment[]): number => mean(judgments.map(({ ndcg }) => ndcg));

export const successRate = (judgments: readonly Judgment[]): number =>
  mean(judgments.map(({ isSuccess }) => (isSuccess ? 1 : 0)));
