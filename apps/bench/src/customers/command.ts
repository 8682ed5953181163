import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ValidationError } from '@sherpa/core';
import { startPostgres } from '@sherpa/devstack';
import type { Command } from '../command.ts';
import { benchCustomers } from './bench-customers.ts';
import { isGood, toLines } from './report.ts';

const DEFAULT_CUSTOMERS = 1_000_000;
const DEFAULT_PEOPLE = 5_000;
const MAX_CONNECTIONS = 50;
const SEED = 20_261_127;

interface Options {
  readonly customers: number;
  readonly people: number;
  readonly json: boolean;
}

const toCount = (name: string, text: string | undefined, otherwise: number): number => {
  if (text === undefined) return otherwise;
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1)
    throw new ValidationError('A number from 1 is needed.', { details: { option: name } });
  return count;
};

const parseOptions = (argv: readonly string[]): Options => {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { customers: { type: 'string' }, people: { type: 'string' }, json: { type: 'boolean' } },
    });
    return {
      customers: toCount('customers', values.customers, DEFAULT_CUSTOMERS),
      people: toCount('people', values.people, DEFAULT_PEOPLE),
      json: values.json ?? false,
    };
  } catch (err) {
    if (err instanceof ValidationError) throw err;
    throw new ValidationError('The options are: --customers <n>, --people <n>, --json.', { cause: err });
  }
};

/** Measures how fast customers are found and how well objects are matched; good when every bar is met. */
export const customersBench: Command = async (argv, { workspaceRoot, terminal, signal }) => {
  const options = parseOptions(argv);
  const home = path.join(workspaceRoot, '.sherpa/bench');
  await mkdir(home, { recursive: true });
  const dataDir = await mkdtemp(path.join(home, 'postgres-'));
  const postgres = await startPostgres({
    dataDir,
    durable: true,
    maxConnections: MAX_CONNECTIONS,
    temporary: true,
  });
  try {
    const figures = await benchCustomers({
      postgresUrl: postgres.url,
      customers: options.customers,
      people: options.people,
      seed: SEED,
      tell: terminal.tell,
      signal,
    });
    for (const line of toLines(figures)) terminal.print(line);
    if (options.json) terminal.print(JSON.stringify({ ok: isGood(figures), ...figures }));
    return isGood(figures);
  } finally {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};
