import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { makeClient, type Client } from '@sherpa/api';
import { AppError } from '@sherpa/core';
import { z } from 'zod';
import { bareEnvironment } from '../config.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';
import { until } from './until.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../..');
const START_MS = 300_000;

const readySchema = z.object({ ready: z.literal(true), url: z.string(), sandboxUrl: z.string() });
const stateSchema = z.object({
  apiKey: z.string(),
  processes: z.array(z.object({ name: z.string(), pid: z.int() })),
});

/** A company on the sandbox, and the fleet that works for it. */
export interface Company {
  readonly client: Client;
  readonly sandbox: Sandbox;
  /** The fleet's processes as they are now. */
  processes(): Promise<readonly { readonly name: string; readonly pid: number }[]>;
  /** Throws where the fleet has ended by itself. */
  assertRunning(): void;
  stop(): Promise<void>;
}

export interface CompanyOptions {
  readonly home: string;
  readonly contacts: number;
  readonly seed: number;
  readonly queue: 'redis' | 'postgres';
  readonly tell: (line: string) => void;
}

const parseLine = (line: string): z.output<typeof readySchema> | undefined => {
  try {
    return readySchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
};

/** Starts everything by `up`, as a person does, in a home of its own. */
export const startCompany = async (options: CompanyOptions): Promise<Company> => {
  const { home, contacts, seed, queue, tell } = options;
  const child = spawn(
    process.execPath,
    [path.join(ROOT, 'apps/cli/src/main.ts'), 'up', '--json', '--queue', queue],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...bareEnvironment(),
        SHERPA_HOME: home,
        SANDBOX_CONTACTS: String(contacts),
        SANDBOX_SEED: String(seed),
      },
    },
  );
  let hasEnded = false;
  const ended = once(child, 'close').then(() => (hasEnded = true));
  let ready: z.output<typeof readySchema> | undefined;
  createInterface({ input: child.stdout }).on('line', (line) => (ready ??= parseLine(line)));
  createInterface({ input: child.stderr }).on('line', tell);
  const assertRunning = (): void => {
    if (hasEnded)
      throw new AppError('The fleet has ended by itself; its logs say why.', { details: { home } });
  };
  const stop = async (): Promise<void> => {
    if (!hasEnded) child.kill('SIGINT');
    await ended;
  };
  const readState = async () =>
    stateSchema.parse(JSON.parse(await readFile(path.join(home, 'fleet.json'), 'utf8')));
  try {
    const { url, sandboxUrl } = await until(
      'a fleet that is ready',
      () => {
        assertRunning();
        return ready;
      },
      { withinMs: START_MS },
    );
    const { apiKey } = await readState();
    return {
      client: makeClient({ url, apiKey }),
      sandbox: openSandbox(sandboxUrl),
      processes: async () => (await readState()).processes,
      assertRunning,
      stop,
    };
  } catch (err) {
    await stop();
    throw err;
  }
};
