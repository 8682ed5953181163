import { setTimeout as sleep } from 'node:timers/promises';
import type { IQueueBackend } from 'bullmq';
import { settings } from './settings.ts';

export interface Patience {
  readonly failedFetchRestMs: number;
  readonly settleTries: number;
  readonly settleRestMs: number;
}

interface Steadiness {
  /** Aborted when the backend's connections are dropped for good. */
  readonly dropped: AbortSignal;
  readonly patience: Patience;
}

type Operation<Args extends unknown[]> = (...args: Args) => Promise<unknown>;

/** BullMQ's own verdicts (lock lost, job gone) carry a number; asking again would not change them. */
const isVerdict = (err: unknown): boolean =>
  err instanceof Error && 'code' in err && typeof err.code === 'number';

/** Ends at once when the connections are dropped. */
const rest = async (ms: number, dropped: AbortSignal): Promise<void> => {
  await sleep(ms, undefined, { signal: dropped }).catch(() => undefined);
};

const restAfterFailure =
  <Args extends unknown[]>(operation: Operation<Args>, { dropped, patience }: Steadiness): Operation<Args> =>
  async (...args) => {
    try {
      return await operation(...args);
    } catch (err) {
      await rest(patience.failedFetchRestMs, dropped);
      throw err;
    }
  };

const insist =
  <Args extends unknown[]>(operation: Operation<Args>, { dropped, patience }: Steadiness): Operation<Args> =>
  async (...args) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await operation(...args);
      } catch (err) {
        if (isVerdict(err) || tries >= patience.settleTries || dropped.aborted) throw err;
        await rest(patience.settleRestMs, dropped);
      }
    }
  };

/**
 * A consumer's backend without three weak spots of BullMQ 6.7. Its fetch loop tries again at once when
 * the server answers with an error (out of memory, starting up, no such function), thousands of times
 * a second. A job whose outcome meets a broken Postgres connection is left lying until its lock ends.
 * And on Postgres an idle worker sleeps up to an hour on the word of one LISTEN connection.
 */
export const steadyBackend = <B extends IQueueBackend>(
  backend: B,
  dropped: AbortSignal,
  patience: Patience = settings,
): B => {
  const how = { dropped, patience };
  Object.defineProperties(backend, {
    moveToActive: { value: restAfterFailure(backend.moveToActive.bind(backend), how) },
    moveToCompleted: { value: insist(backend.moveToCompleted.bind(backend), how) },
    moveToFailed: { value: insist(backend.moveToFailed.bind(backend), how) },
    moveToDelayed: { value: insist(backend.moveToDelayed.bind(backend), how) },
    retryJob: { value: insist(backend.retryJob.bind(backend), how) },
    maximumBlockTimeout: { value: settings.maxIdleSeconds },
  });
  return backend;
};
