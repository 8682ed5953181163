import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureTenant, makeDatabase, migrate } from '@sherpa/db';
import { startPostgres } from '@sherpa/devstack';
import pg from 'pg';
import type { Command, CommandDeps } from '../command.ts';
import { memoryLines, sandboxLines, type Line } from './figures.ts';
import { runMemorySync, type MeasuredSync } from './run-memory-sync.ts';
import { runSandboxSync } from './run-sandbox-sync.ts';

const sizes = {
  whole: { memory: [100_000, 300_000, 1_000_000], sandbox: 100_000 },
  quick: { memory: [20_000, 100_000], sandbox: 10_000 },
};

const SANDBOX_DATABASE = 'sync_sandbox';

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

/** Of each size, in a database and a process of its own: what grows with an account would be seen. */
const measureMemory = async (
  server: { readonly url: string; readonly pid: number },
  sizesOf: readonly number[],
  deps: CommandDeps,
): Promise<readonly MeasuredSync[]> => {
  const measured: MeasuredSync[] = [];
  for (const size of sizesOf) {
    deps.terminal.tell(`Streaming ${size.toLocaleString('en-US')} contacts from memory …`);
    const url = await createDatabase(server.url, `sync_memory_${size}`);
    measured.push(await runMemorySync({ url, pid: server.pid }, size, deps));
  }
  return measured;
};

/** Prints lines; true where no bar is missed. */
const tellAll = ({ print }: CommandDeps['terminal'], lines: readonly Line[]): boolean => {
  for (const { text } of lines) print(text);
  return lines.every(({ isMet }) => isMet !== false);
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
    const size = values.quick ? sizes.quick : sizes.whole;
    const memory = await measureMemory(postgres, size.memory, deps);
    const isGood = tellAll(deps.terminal, memoryLines(memory));
    deps.terminal.tell(`Reading a sandbox of ${size.sandbox.toLocaleString('en-US')} contacts …`);
    const url = await createDatabase(postgres.url, SANDBOX_DATABASE);
    const sandbox = await runSandboxSync(url, size.sandbox, home, deps);
    tellAll(deps.terminal, sandboxLines(sandbox));
    if (values.json) deps.terminal.print(JSON.stringify({ ok: isGood, memory, sandbox }));
    return isGood;
  } finally {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};
