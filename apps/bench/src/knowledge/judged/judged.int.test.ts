import '@sherpa/devstack/vitest';
import { saveKnowledgePages } from '@sherpa/db';
import { makeTestDatabase, type TestDatabase } from '@sherpa/db/testing';
import { toKnowledgeDocument } from '@sherpa/knowledge';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { readCorpus, readQueries } from './corpus.ts';
import { judgeAll, meanNdcg, successRate, type Judgment } from './judge.ts';

/** Somewhat below what `pnpm bench knowledge` prints: a change that falls below has made search worse. */
const FLOOR = { ndcg: 0.93, success: 0.96 };

let database: TestDatabase;
let judgments: readonly Judgment[];
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
  const { db, tenantId } = database;
  const documents = (await readCorpus()).map(toKnowledgeDocument);
  await db.withTenant(tenantId, (tx) => saveKnowledgePages(tx, tenantId, documents));
  judgments = await judgeAll(db, tenantId, await readQueries());
});
afterAll(() => database.drop());

const worst = (): readonly string[] =>
  judgments
    .toSorted((a, b) => a.ndcg - b.ndcg)
    .slice(0, 5)
    .map(({ query, ndcg, found }) => `${query.query}: ${ndcg.toFixed(2)} ${found.slice(0, 5).join(' ')}`);

test('fifty judged queries are answered well on the whole', () => {
  expect(judgments).toHaveLength(50);
  expect(meanNdcg(judgments), worst().join('\n')).toBeGreaterThan(FLOOR.ndcg);
});

test('what one looks for is nearly always among the first three', () => {
  expect(successRate(judgments), worst().join('\n')).toBeGreaterThanOrEqual(FLOOR.success);
});

test('every typo is understood', () => {
  const typos = judgments.filter(({ query }) => query.kind === 'typo');
  expect(typos.filter(({ isSuccess }) => !isSuccess).map(({ query }) => query.query)).toEqual([]);
});
