import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { AppError, ConfigError } from '@sherpa/core';
import { within } from '../process/within.ts';
import { guardScript } from './guard-script.ts';

/** How a server that was started under the guard ended. */
export interface ServerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running server that stops when `stop` is called or when the process that started it is gone. */
export interface GuardedServer {
  readonly pid: number;
  readonly exited: Promise<ServerExit>;
  readonly hasExited: () => boolean;
  /** From now on the server does not keep its starter's process alive. */
  readonly unref: () => void;
  readonly stop: () => Promise<void>;
}

/** What to run and how to end it. Output goes to `logFile`, which a dying starter cannot cut off. */
export interface GuardedCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly logFile: string;
  readonly gentleSignal: 'INT' | 'TERM';
  readonly hardSignal: 'QUIT' | 'KILL';
  readonly graceMs: number;
  /** Removed after `stop`, and when the starter is gone; not when the server ends by itself. */
  readonly removeAfter?: string;
}

/** Starts a server in a process group of its own, so that the terminal's Ctrl-C does not reach it. */
export const startGuarded = async (guarded: GuardedCommand): Promise<GuardedServer> => {
  const guard = spawnGuard(guarded);
  const exited = new Promise<ServerExit>((resolve) => {
    guard.once('error', () => resolve({ code: 127, signal: null }));
    guard.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const lifeline = lifelineOf(guard);
  const pid = await readPid(lifeline);
  return {
    pid,
    exited,
    hasExited: () => guard.exitCode !== null || guard.signalCode !== null,
    unref() {
      guard.unref();
      lifeline.unref();
    },
    async stop() {
      guard.ref();
      lifeline.destroy();
      // The guard itself turns to the hard signal after the grace time; this is for a guard that is stuck.
      const ended = await within(exited, guarded.graceMs + 5_000);
      if (ended === undefined) killGroup(guard);
      await exited;
    },
  };
};

const spawnGuard = (guarded: GuardedCommand): ChildProcess => {
  assertUnix();
  const log = openSync(guarded.logFile, 'a', 0o600);
  const graceS = String(Math.ceil(guarded.graceMs / 1000));
  const settings = [guarded.gentleSignal, guarded.hardSignal, graceS, guarded.removeAfter ?? ''];
  try {
    return spawn('/bin/sh', ['-c', guardScript, 'guard', ...settings, guarded.command, ...guarded.args], {
      detached: true,
      stdio: ['ignore', log, log, 'pipe'],
      env: guarded.env,
      cwd: guarded.cwd,
      ...(guarded.uid === undefined ? {} : { uid: guarded.uid }),
      ...(guarded.gid === undefined ? {} : { gid: guarded.gid }),
    });
  } finally {
    closeSync(log);
  }
};

const assertUnix = (): void => {
  if (process.platform !== 'win32') return;
  throw new ConfigError(
    'Sherpa starts its own servers on Linux and macOS only. On Windows run it inside WSL 2, or set DATABASE_URL and QUEUE_URL to servers that already run.',
  );
};

const lifelineOf = (guard: ChildProcess): Socket => {
  const lifeline = guard.stdio[3];
  if (!(lifeline instanceof Socket)) throw new AppError('The guard of a server has no lifeline.');
  // A guard that is gone resets the socket; its exit is what we act on.
  lifeline.on('error', () => undefined);
  return lifeline;
};

const readPid = async (lifeline: Socket): Promise<number> => {
  // 'close' comes when the guard could not be spawned at all.
  const answer = await Promise.race([once(lifeline, 'data'), once(lifeline, 'close')]);
  const pid = Number.parseInt(String(answer[0]), 10);
  if (!Number.isInteger(pid))
    throw new AppError('A server could not be started: there is no working /bin/sh.');
  return pid;
};

const killGroup = (guard: ChildProcess): void => {
  if (guard.pid === undefined) return;
  try {
    process.kill(-guard.pid, 'SIGKILL');
  } catch {
    // The group ended between the deadline and here, which is all that was wanted.
  }
};
