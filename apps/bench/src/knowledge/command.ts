import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { ensureTenant, makeDatabase, migrate, saveKnowledgePages, type Database } from '@sherpa/db';
import { startPostgres } from '@sherpa/devstack';
import { toKnowledgeDocument } from '@sherpa/knowledge';
import pg from 'pg';
import type { Command, CommandDeps } from '../command.ts';
import { monotonicMs } from '../monotonic.ts';
import { cpuClockOf, noClock } from '../server-cpu.ts';
import { copyPages } from './copy-pages.ts';
import { fill, type FillOptions } from './fill.ts';
import type { World } from './generate-pages.ts';
import { readCorpus, readQueries } from './judged/corpus.ts';
import { judgeAll } from './judged/judge.ts';
import { makeQuestions } from './make-questions.ts';
import { measureSearches } from './measure.ts';
import { parseKnowledgeOptions, type KnowledgeOptions } from './options.ts';
import { isGood, toReportJson, toReportLines, type Filled, type KnowledgeReport } from './report.ts';
import { makeVocabulary } from './vocabulary.ts';

/** For two writers at once. */
const POOL = 10;
/** One connection for tenants, the least there can be. */
const ASKING_POOL = 5;
const ASKING = 'sherpa bench, asking';
/** What is more than these is copied from them. */
const ORIGINALS = 2_000;

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

const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

interface Filling extends Omit<FillOptions, 'onProgress' | 'db'> {
  readonly url: string;
  readonly tell: (line: string) => void;
}

/** Saves some pages as agents do, makes as many copies as are missing, and does what autovacuum would do. */
const fillAll = async ({ url, tell, ...filling }: Filling): Promise<Filled> => {
  const start = monotonicMs();
  const { pages, tenantId, signal } = filling;
  const originals = Math.min(pages, ORIGINALS);
  const db = makeDatabase({ url, poolMax: POOL, name: 'sherpa bench' });
  try {
    const onProgress = (done: number) => tell(`${done} pages`);
    const savedPerSecond = await fill({ ...filling, db, pages: originals, onProgress });
    await withClient(url, async (client) => {
      if (pages > originals) await copyPages(client, { tenantId, pages, signal });
      tell(`${pages} pages`);
      await client.query('vacuum (analyze)');
      await client.query('checkpoint');
    });
    return { savedPerSecond, filledInSeconds: (monotonicMs() - start) / 1_000 };
  } finally {
    await db.close();
  }
};

const run = async (url: string, options: KnowledgeOptions, deps: CommandDeps): Promise<KnowledgeReport> => {
  await migrate({ url });
  const db = makeDatabase({ url, poolMax: ASKING_POOL, name: ASKING });
  try {
    const { pages } = options;
    const judgments = await judge(db);
    const world = await makeWorld();
    const { id: tenantId } = await ensureTenant(db.engine, 'large');
    const shared = { tenantId, signal: deps.signal };
    const filled = await fillAll({ ...shared, url, world, pages, tell: deps.terminal.tell });
    // Not more than were made: a question is made of the words of a page.
    const questions = makeQuestions(world, Math.min(pages, ORIGINALS), options.queries);
    const asking = { ...shared, db, questions, now: world.today };
    // The first round fills the caches, as a server that has run for a minute has them, and connects.
    await measureSearches({ ...asking, cpu: noClock });
    const cpu = await withClient(url, (client) => cpuClockOf(client, ASKING));
    const latencies = await measureSearches({ ...asking, cpu });
    return { pages, ...filled, latencies, judgments };
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
