import { setTimeout as sleep } from 'node:timers/promises';
import type { ManagedProcess, ProcessExit } from '@sherpa/devstack';
import { makeRestartPolicy } from './restart-policy.ts';

/** What happens to a supervised process. */
export type ProcessEvent =
  | { readonly kind: 'ready'; readonly pid: number; readonly isRestart: boolean }
  | {
      readonly kind: 'died';
      readonly pid: number | undefined;
      readonly exit: ProcessExit;
      readonly restartInMs: number;
    }
  | { readonly kind: 'gave-up'; readonly exit: ProcessExit };

/** How one process is started, and who is told. */
export interface SuperviseOptions {
  readonly name: string;
  readonly spawn: () => ManagedProcess<unknown>;
  readonly onEvent: (event: ProcessEvent) => void;
  /** Waits between a death and the next start; ends early with the signal. */
  readonly rest?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const restFor = async (ms: number, signal: AbortSignal): Promise<void> => {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
};

/** A process that is started again whenever it dies, until it is stopped or there is no use. */
export interface SupervisedProcess {
  readonly name: string;
  readonly pid: () => number | undefined;
  /** Resolves when it was ready for the first time, or given up. */
  readonly settled: Promise<'ready' | 'gave-up' | 'stopped'>;
  /** Ends it for good: asks, and kills its whole group when the deadline has passed. */
  stop(deadlineMs: number): Promise<void>;
}

/** Starts a process and keeps it running. */
export const superviseProcess = ({
  name,
  spawn,
  onEvent,
  rest = restFor,
}: SuperviseOptions): SupervisedProcess => {
  const policy = makeRestartPolicy();
  const stopping = new AbortController();
  const settled = Promise.withResolvers<'ready' | 'gave-up' | 'stopped'>();
  let current: ManagedProcess<unknown> | undefined;
  let starts = 0;

  const liveOnce = async (): Promise<{ exit: ProcessExit; livedMs: number; pid: number | undefined }> => {
    const startedAt = performance.now();
    starts += 1;
    const isRestart = starts > 1;
    const child = spawn();
    current = child;
    child.ready.then(
      () => {
        if (child.pid === undefined) return;
        onEvent({ kind: 'ready', pid: child.pid, isRestart });
        settled.resolve('ready');
      },
      () => undefined,
    );
    const exit = await child.exited;
    current = undefined;
    return { exit, livedMs: performance.now() - startedAt, pid: child.pid };
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const { exit, livedMs, pid } = await liveOnce();
      if (stopping.signal.aborted) break;
      const restartInMs = policy.afterDeath(livedMs);
      if (restartInMs === undefined) {
        onEvent({ kind: 'gave-up', exit });
        settled.resolve('gave-up');
        return;
      }
      onEvent({ kind: 'died', pid, exit, restartInMs });
      await rest(restartInMs, stopping.signal);
    }
    settled.resolve('stopped');
  };

  const finished = run();
  return {
    name,
    pid: () => current?.pid,
    settled: settled.promise,
    async stop(deadlineMs) {
      stopping.abort();
      await current?.stop(deadlineMs);
      await finished;
    },
  };
};
