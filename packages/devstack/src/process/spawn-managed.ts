import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { AppError } from '@sherpa/core';
import { within } from './within.ts';

/** How a process ended. Both are null when it could not be started at all. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What to run and how to tell that it is ready. */
export interface ManagedOptions<T> {
  /** For messages: `worker-sales`, `sandbox`. */
  readonly name: string;
  /** Absolute path of a script that Node can run as it is. */
  readonly script: string;
  readonly args?: readonly string[];
  /** The child's whole environment. */
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** The readiness in a message the child sent over IPC, or undefined when it is another message. */
  readonly parseReady: (message: unknown) => T | undefined;
  readonly readyTimeoutMs: number;
  /** Gets every line the child prints. Without it the child prints where its parent prints. */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
}

/** A Node process of ours in a process group of its own: the terminal's Ctrl-C reaches only its parent. */
export interface ManagedProcess<T> {
  readonly name: string;
  /** Undefined when it could not be started; `ready` then rejects. */
  readonly pid: number | undefined;
  /** Rejects when the process ends, or the time runs out, before it is ready. Then it has been stopped. */
  readonly ready: Promise<T>;
  readonly exited: Promise<ProcessExit>;
  readonly hasExited: () => boolean;
  /** Asks it to drain with SIGTERM and kills its whole group when the deadline has passed. */
  readonly stop: (deadlineMs: number) => Promise<ProcessExit>;
}

/** Starts a Node process that talks to us over IPC; it sees the channel close when we are gone. */
export const spawnManaged = <T>(options: ManagedOptions<T>): ManagedProcess<T> => {
  const out = options.onLine === undefined ? 'inherit' : 'pipe';
  const child = spawn(process.execPath, [options.script, ...(options.args ?? [])], {
    detached: true,
    stdio: ['ignore', out, out, 'ipc'],
    env: options.env,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  const tail = followOutput(child, options.onLine);
  let hasExited = false;
  const exited = new Promise<ProcessExit>((resolve) => {
    child.once('error', () => resolve({ code: null, signal: null }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  void exited.then(() => (hasExited = true));
  const stop = async (deadlineMs: number): Promise<ProcessExit> => {
    if (!hasExited) child.kill('SIGTERM');
    const exit = await within(exited, deadlineMs);
    if (exit !== undefined) return exit;
    killGroup(child);
    return exited;
  };
  const ready = waitUntilReady(child, options, { exited, closed, stop, tail });
  // Who only watches `exited` must not be ended by the rejection nobody asked for.
  ready.catch(() => undefined);
  return { name: options.name, pid: child.pid, ready, exited, hasExited: () => hasExited, stop };
};

const TAIL_LINES = 20;

const followOutput = <T>(child: ChildProcess, onLine: ManagedOptions<T>['onLine']): string[] => {
  const tail: string[] = [];
  const follow = (stream: Readable | null, name: 'stdout' | 'stderr'): void => {
    if (stream === null) return;
    createInterface({ input: stream }).on('line', (line) => {
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
      onLine?.(line, name);
    });
  };
  follow(child.stdout, 'stdout');
  follow(child.stderr, 'stderr');
  return tail;
};

interface Life {
  readonly exited: Promise<ProcessExit>;
  readonly closed: Promise<unknown>;
  readonly stop: (deadlineMs: number) => Promise<ProcessExit>;
  readonly tail: readonly string[];
}

const waitUntilReady = async <T>(child: ChildProcess, options: ManagedOptions<T>, life: Life): Promise<T> => {
  const { name } = options;
  const message = new Promise<{ readonly value: T }>((resolve) => {
    child.on('message', (received) => {
      const value = options.parseReady(received);
      if (value !== undefined) resolve({ value });
    });
  });
  const first = await within(Promise.race([message, life.exited]), options.readyTimeoutMs);
  if (first !== undefined && 'value' in first) return first.value;
  if (first === undefined) {
    await life.stop(2_000);
    throw new AppError('A process did not become ready in time.', {
      details: { name, waitedMs: options.readyTimeoutMs, output: life.tail.join('\n') },
    });
  }
  // What it printed last may still be on its way.
  await within(life.closed, 1_000);
  throw new AppError('A process ended before it was ready.', {
    details: { name, ...first, output: life.tail.join('\n') },
  });
};

const killGroup = (child: ChildProcess): void => {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group ended between the deadline and here, which is all that was wanted.
  }
};
