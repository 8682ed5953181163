import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnManaged, type ManagedProcess } from '@sherpa/devstack';
import type { Role } from '../plan/fault.ts';

export interface SlotOptions {
  readonly name: string;
  readonly role: Role;
  readonly script: string;
  /** The arguments of the process's n-th life, from 1. */
  readonly args: (life: number) => readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Where its clock's offset is written; see `clock/shift-clock.ts`. */
  readonly clockFile: string;
  readonly onLine: (line: string) => void;
}

/** A place in the fleet: whatever happens to the process in it, another one takes it. */
export interface Slot {
  readonly name: string;
  readonly role: Role;
  /** Undefined while nobody has the place. */
  pid(): number | undefined;
  /** Resolves when somebody has the place and is ready. */
  ready(): Promise<void>;
  /** Processes so far. */
  lives(): number;
  /** True when there was somebody to kill. */
  kill(): boolean;
  /** Stops it in its tracks and lets it go on, whatever becomes of us. True when there was somebody. */
  pause(forMs: number): boolean;
  jump(offsetMs: number): void;
  stop(deadlineMs: number): Promise<void>;
}

const RESTART_MS = 500;
const LOOK_MS = 100;
const READY_WITHIN_MS = 60_000;

const shiftClock = new URL('../clock/shift-clock.ts', import.meta.url);

const withClock = ({ env, clockFile }: SlotOptions): NodeJS.ProcessEnv => {
  const url = new URL(shiftClock);
  url.searchParams.set('file', clockFile);
  return { ...env, NODE_OPTIONS: `--import=${url.href}` };
};

const signal = (pid: number | undefined, name: NodeJS.Signals): boolean => {
  try {
    return pid !== undefined && process.kill(pid, name);
  } catch {
    // It ended a moment ago.
    return false;
  }
};

const isReady = async (process: ManagedProcess<true> | undefined): Promise<boolean> =>
  process !== undefined && (await process.ready.catch(() => false)) && !process.hasExited();

/** Starts a process and another one each time it ends, as an orchestrator would. */
export const startSlot = (options: SlotOptions): Slot => {
  const stopping = new AbortController();
  const env = withClock(options);
  let current: ManagedProcess<true> | undefined;
  let lives = 0;

  const live = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      lives += 1;
      current = spawnManaged({
        name: options.name,
        script: options.script,
        args: options.args(lives),
        env,
        parseReady: (message) =>
          typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready'
            ? true
            : undefined,
        readyTimeoutMs: READY_WITHIN_MS,
        onLine: options.onLine,
      });
      const exit = await current.exited;
      options.onLine(JSON.stringify({ message: 'The process ended.', life: lives, ...exit }));
      await sleep(RESTART_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const ended = live();
  const pid = (): number | undefined => (current?.hasExited() === false ? current.pid : undefined);
  return {
    name: options.name,
    role: options.role,
    pid,
    ready: async () => {
      while (!stopping.signal.aborted && !(await isReady(current))) await sleep(LOOK_MS);
    },
    lives: () => lives,
    kill: () => signal(pid(), 'SIGKILL'),
    pause: (forMs) => {
      const victim = pid();
      if (!signal(victim, 'SIGSTOP')) return false;
      // A process of its own wakes it: nothing may stay stopped for ever because the run was killed meanwhile.
      const wake = `sleep ${forMs / 1_000}; kill -CONT ${victim} 2>/dev/null`;
      spawn('/bin/sh', ['-c', wake], { detached: true, stdio: 'ignore' }).unref();
      return true;
    },
    jump: (offsetMs) => writeFileSync(options.clockFile, String(offsetMs)),
    stop: async (deadlineMs) => {
      stopping.abort();
      signal(pid(), 'SIGCONT');
      await current?.stop(deadlineMs);
      await ended;
    },
  };
};
