import { once } from 'node:events';
import { AppError } from '@sherpa/core';
import type { Failure } from './supervise-plan.ts';
import type { OwnServer } from './servers.ts';

/** What can end a run from outside: whatever is awaited, this comes first. */
export interface Trouble {
  /** The value of the promise, unless the run is to end before it comes. */
  before<T>(promise: Promise<T>): Promise<T>;
  /** Rejects when the run is to end. */
  readonly comes: Promise<never>;
}

/** True for the rejection that a wish to stop has caused, which is no failure. */
export const isStop = (err: unknown, gentle: AbortSignal): boolean => gentle.aborted && err === gentle.reason;

const untilAborted = async (signal: AbortSignal): Promise<never> => {
  if (!signal.aborted) await once(signal, 'abort');
  throw signal.reason;
};

const untilFailed = async (failed: Promise<Failure>): Promise<never> => {
  const { name, why, tail } = await failed;
  throw new AppError(`${name} does not stay up: it ${why}, again and again.`, {
    details: { log: tail.join('\n') },
  });
};

const untilGone = async ({ name, exited, logFile }: OwnServer): Promise<never> => {
  await exited;
  throw new AppError(`${name} ended unexpectedly.`, { details: { logFile } });
};

/** Watches for a wish to stop, a process that is given up, a server that is gone. */
export const watchForTrouble = (sources: {
  readonly gentle: AbortSignal;
  readonly failed: Promise<Failure>;
  readonly servers: readonly OwnServer[];
}): Trouble => {
  const comes = Promise.race([
    untilAborted(sources.gentle),
    untilFailed(sources.failed),
    ...sources.servers.map(untilGone),
  ]);
  // It may come while nobody waits: then the run is ending already.
  comes.catch(() => undefined);
  return { comes, before: (promise) => Promise.race([promise, comes]) };
};
