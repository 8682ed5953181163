import { setTimeout as sleep } from 'node:timers/promises';
import type { AppError } from '@sherpa/core';
import { toQueueError } from '../queue-error.ts';
import { settings } from '../settings.ts';
import type { Capacity } from './capacity.ts';
import type { FetchedJob, FetchingWorker } from './fetching-worker.ts';

export interface FetchLoopDeps {
  readonly worker: FetchingWorker;
  readonly capacity: Capacity;
  readonly start: (fetched: FetchedJob) => void;
  /** Whether jobs that are settled bring the next ones along at this time, which costs half as much. */
  readonly isSupplied: () => boolean;
  readonly onError: (error: AppError) => void;
}

/** A place that stays free for so long is not filled by a settlement, in milliseconds. */
const SUPPLIED_REST_MS = 2;

/** Fetches jobs one after the other as long as there is room. */
export interface FetchLoop {
  isRunning(): boolean;
  /** Fetches no more; resolves when the fetch under way has ended. */
  stop(): Promise<void>;
}

export const startFetchLoop = (deps: FetchLoopDeps): FetchLoop => {
  const { worker, capacity, start, isSupplied, onError } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  const stopped = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  let running = true;

  const fetch = async (): Promise<void> => {
    // A settlement that ends meanwhile must not bring along what this fetch will fill the last place with.
    capacity.take(1);
    try {
      const fetched = await worker.fetch();
      if (fetched !== undefined) start(fetched);
    } catch (err) {
      if (signal.aborted) return;
      onError(toQueueError(err));
      await sleep(settings.failedFetchRestMs, undefined, { signal }).catch(() => undefined);
    } finally {
      capacity.release(1);
    }
  };

  const run = async (): Promise<void> => {
    try {
      await worker.begin();
      while (!signal.aborted) {
        await Promise.race([capacity.whenRoom(), stopped]);
        if (isSupplied()) await sleep(SUPPLIED_REST_MS, undefined, { signal }).catch(() => undefined);
        if (!signal.aborted && capacity.room() > 0) await fetch();
      }
    } catch (err) {
      onError(toQueueError(err));
    } finally {
      running = false;
    }
  };

  const ended = run();
  return {
    isRunning: () => running && !signal.aborted,
    stop: async () => {
      stopping.abort();
      await worker.interruptWait().catch(() => undefined);
      await ended;
    },
  };
};
