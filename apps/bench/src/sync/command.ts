import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureTenant, makeDatabase, migrate } from '@sherpa/db';
import { startPostgres } from '@sherpa/devstack';
import pg from 'pg';
import type { Command, CommandDeps } from '../command.ts';
import { toLines, type SyncFigures } from './figures.ts';
import { runMemorySync } from './run-memory-sync.ts';
import { runSandboxSync } from './run-sandbox-sync.ts';

const sizes = {
  whole: { memory: 1_000_000, sandbox: 100_000 },
  quick: { memory: 100_000, sandbox: 10_000 },
};

const DATABASES = { memory: 'sync_memory', sandbox: 'sync_sandbox' };

const urlOf = (server: string, database: string): string => {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
};

const createDatabase = async (server: string, name: string): Promise<string> => {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = urlOf(server, name);
  await migrate({ url });
  const db = makeDatabase({ url, poolMax: 5 });
  await ensureTenant(db.engine, 'default');
  await db.close();
  return url;
};

const measure = async (
  server: string,
  home: string,
  isQuick: boolean,
  deps: CommandDeps,
): Promise<SyncFigures> => {
  const size = isQuick ? sizes.quick : sizes.whole;
  const { tell } = deps.terminal;
  tell(`Streaming ${size.memory.toLocaleString('en-US')} contacts from memory …`);
  const memory = await runMemorySync(await createDatabase(server, DATABASES.memory), size.memory, deps);
  tell(`Reading a sandbox of ${size.sandbox.toLocaleString('en-US')} contacts …`);
  const sandboxUrl = await createDatabase(server, DATABASES.sandbox);
  return { memory, sandbox: await runSandboxSync(sandboxUrl, size.sandbox, home, deps) };
};

/** How fast a first sync is, and how much memory it takes; good when both bars are met. */
export const syncBench: Command = async (argv, deps) => {
  const { values } = parseArgs({
    args: [...argv],
    options: { quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  });
  const home = path.join(deps.workspaceRoot, '.sherpa/bench');
  await mkdir(home, { recursive: true });
  const dataDir = await mkdtemp(path.join(home, 'postgres-'));
  const postgres = await startPostgres({ dataDir, durable: true, temporary: true });
  try {
    const figures = await measure(postgres.url, home, values.quick, deps);
    const lines = toLines(figures);
    for (const { text } of lines) deps.terminal.print(text);
    const isGood = lines.every(({ isMet }) => isMet !== false);
    if (values.json) deps.terminal.print(JSON.stringify({ ok: isGood, ...figures }));
    return isGood;
  } finally {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};
