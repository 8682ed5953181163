import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { ensureTenant, makeDatabase, migrate, saveKnowledgePages, type Database } from '@sherpa/db';
import { startPostgres } from '@sherpa/devstack';
import { toKnowledgeDocument } from '@sherpa/knowledge';
import pg from 'pg';
import type { Command, CommandDeps } from '../command.ts';
import { fill } from './fill.ts';
import type { World } from './generate-pages.ts';
import { readCorpus, readQueries } from './judged/corpus.ts';
import { judgeAll } from './judged/judge.ts';
import { makeQuestions } from './make-questions.ts';
import { measureSearches } from './measure.ts';
import { parseKnowledgeOptions, type KnowledgeOptions } from './options.ts';
import { isGood, toReportJson, toReportLines, type KnowledgeReport } from './report.ts';
import { makeVocabulary } from './vocabulary.ts';

const POOL = 10;
const TELL_EVERY = 10_000;

const judge = async (db: Database) => {
  const { id } = await ensureTenant(db.engine, 'judged');
  const documents = (await readCorpus()).map(toKnowledgeDocument);
  await db.withTenant(id, (tx) => saveKnowledgePages(tx, id, documents));
  return judgeAll(db, id, await readQueries());
};

const makeWorld = async (): Promise<World> => {
  const text = (await readCorpus()).map(({ title, markdown }) => `${title} ${markdown}`).join(' ');
  return { vocabulary: makeVocabulary(text), today: new Date() };
};

/** What autovacuum does sooner or later, done now. */
const tidy = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('vacuum (analyze)');
  await client.query('checkpoint');
  await client.end();
};

const run = async (url: string, options: KnowledgeOptions, deps: CommandDeps): Promise<KnowledgeReport> => {
  await migrate({ url });
  const db = makeDatabase({ url, poolMax: POOL, name: 'sherpa bench' });
  try {
    const { pages } = options;
    const judgments = await judge(db);
    const world = await makeWorld();
    const { id: tenantId } = await ensureTenant(db.engine, 'large');
    const shared = { db, tenantId, signal: deps.signal };
    const onProgress = (done: number) => {
      if (done % TELL_EVERY === 0) deps.terminal.tell(`${done} pages`);
    };
    const savedPerSecond = await fill({ ...shared, world, pages, onProgress });
    await tidy(url);
    const questions = makeQuestions(world, pages, options.queries);
    // The first round fills the caches, as a server that has run for a minute has them.
    await measureSearches({ ...shared, questions, now: world.today });
    const latencies = await measureSearches({ ...shared, questions, now: world.today });
    return { pages, savedPerSecond, latencies, judgments };
  } finally {
    await db.close();
  }
};

/** Fills a knowledge base and searches it; good when searches are as quick as they should be. */
export const knowledgeBench: Command = async (argv, deps) => {
  const options = parseKnowledgeOptions(argv);
  const home = path.join(deps.workspaceRoot, '.sherpa/bench');
  await mkdir(home, { recursive: true });
  const dataDir = await mkdtemp(path.join(home, 'knowledge-'));
  const postgres = await startPostgres({ dataDir, durable: true, maxConnections: 50, temporary: true });
  try {
    const report = await run(postgres.url, options, deps);
    for (const line of toReportLines(report)) deps.terminal.print(line);
    if (options.json) deps.terminal.print(JSON.stringify(toReportJson(report)));
    return isGood(report);
  } finally {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};
