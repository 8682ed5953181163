import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import { until } from './until.ts';

/** A program that has ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A Node program under test. */
export interface Program {
  readonly pid: number;
  isRunning(): boolean;
  /** Fails, with the last lines, when it has ended. */
  assertRunning(): void;
  send(signal: NodeJS.Signals): void;
  /** The value of the first line on stdout that is JSON of this shape; fails when the program ends without it. */
  says<T>(what: string, schema: z.ZodType<T>): Promise<T>;
  /** Waits for the end. */
  ended(withinMs?: number): Promise<Ended>;
  /** Waits for the end and fails, with the last lines, unless it is this code. */
  endsWith(code: number, withinMs?: number): Promise<Ended>;
  /** What it printed last, for a failure's message. */
  tail(): string;
}

const TAIL_LINES = 40;

const follow = (stream: Readable | null, onLine: (line: string) => void): void => {
  if (stream !== null) createInterface({ input: stream }).on('line', onLine);
};

const parseLine = <T>(line: string, schema: z.ZodType<T>): T | undefined => {
  if (!line.startsWith('{')) return undefined;
  try {
    return schema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
};

const endOf = (child: ChildProcess) => {
  let end: Pick<Ended, 'code' | 'signal'> | undefined;
  // Not `exit`: its last lines may still be on their way then.
  child.once('close', (code, signal) => {
    end = { code, signal };
  });
  return () => end;
};

/** Starts `node script args…`; stdin is empty. */
export const startProgram = (
  script: string,
  options: { readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv; readonly cwd?: string },
): Program => {
  const name = [script.split('/').slice(-3).join('/'), ...options.args].join(' ');
  const child = spawn(process.execPath, [script, ...options.args], {
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  const out: string[] = [];
  const err: string[] = [];
  const both: string[] = [];
  follow(child.stdout, (line) => void [out.push(line), both.push(line)]);
  follow(child.stderr, (line) => void [err.push(line), both.push(line)]);
  const end = endOf(child);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} could not be started.`);
  const tail = (): string =>
    [`${name} (pid ${pid}) printed last:`, ...both.slice(-TAIL_LINES).map((line) => `  | ${line}`)].join(
      '\n',
    );
  const withTail = async <T>(waiting: Promise<T>): Promise<T> => {
    try {
      return await waiting;
    } catch (cause) {
      throw new Error(`${cause instanceof Error ? cause.message : String(cause)}\n${tail()}`, { cause });
    }
  };
  const ended = (withinMs?: number): Promise<Ended> =>
    withTail(
      until(
        `${name} ends`,
        () => {
          const last = end();
          return last && { ...last, stdout: out.join('\n'), stderr: err.join('\n') };
        },
        withinMs,
      ),
    );
  return {
    pid,
    isRunning: () => end() === undefined,
    assertRunning: () => {
      if (end() !== undefined) throw new Error(`${name} has ended.\n${tail()}`);
    },
    send: (signal) => void child.kill(signal),
    says: (what, schema) =>
      withTail(
        until(`${name} says ${what}`, () => {
          for (const line of out) {
            const value = parseLine(line, schema);
            if (value !== undefined) return { value };
          }
          if (end() !== undefined) throw new Error(`${name} ended and did not say ${what}.`);
          return undefined;
        }),
      ).then(({ value }) => value),
    ended,
    endsWith: async (code, withinMs) => {
      const last = await ended(withinMs);
      if (last.code === code) return last;
      throw new Error(`${name} ended with ${last.code ?? last.signal} instead of ${code}.\n${tail()}`);
    },
    tail,
  };
};
