import { setTimeout as sleep } from 'node:timers/promises';
import type { IQueueBackend } from 'bullmq';
import { settings } from './settings.ts';

type Operation<Args extends unknown[]> = (...args: Args) => Promise<unknown>;

/** BullMQ's own verdicts (lock lost, job gone) carry a number; asking again would not change them. */
const isVerdict = (err: unknown): boolean =>
  err instanceof Error && 'code' in err && typeof err.code === 'number';

const restAfterFailure =
  <Args extends unknown[]>(operation: Operation<Args>): Operation<Args> =>
  async (...args) => {
    try {
      return await operation(...args);
    } catch (err) {
      await sleep(settings.failedFetchRestMs);
      throw err;
    }
  };

const insist =
  <Args extends unknown[]>(operation: Operation<Args>): Operation<Args> =>
  async (...args) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await operation(...args);
      } catch (err) {
        if (isVerdict(err) || tries === settings.settleTries) throw err;
        await sleep(settings.settleRestMs);
      }
    }
  };

/**
 * A consumer's backend without three weak spots of BullMQ 6.7. Its fetch loop tries again at once when
 * the server answers with an error (out of memory, starting up, no such function), thousands of times
 * a second. A job whose outcome meets a broken Postgres connection is left lying until its lock ends.
 * And on Postgres an idle worker sleeps up to an hour on the word of one LISTEN connection.
 */
export const steadyBackend = <B extends IQueueBackend>(backend: B): B => {
  Object.defineProperties(backend, {
    moveToActive: { value: restAfterFailure(backend.moveToActive.bind(backend)) },
    moveToCompleted: { value: insist(backend.moveToCompleted.bind(backend)) },
    moveToFailed: { value: insist(backend.moveToFailed.bind(backend)) },
    moveToDelayed: { value: insist(backend.moveToDelayed.bind(backend)) },
    retryJob: { value: insist(backend.retryJob.bind(backend)) },
    maximumBlockTimeout: { value: settings.maxIdleSeconds },
  });
  return backend;
};
