import { AsyncLocalStorage } from 'node:async_hooks';
import type { LogRecord } from './log-record.ts';

/** Keeps records, for example in a table. */
export type Store = (records: readonly LogRecord[]) => Promise<void>;

/** Hands records to a store without ever holding up the one who logs. */
export interface StoreSink {
  offer(record: LogRecord): void;
  /** Waits until what was offered is stored or lost. */
  flush(): Promise<void>;
}

interface StoreSinkDeps {
  readonly store: Store;
  /** Told once for every batch that could not be stored, and of records that found no room. */
  readonly onLost: (lost: { count: number; error?: unknown }) => void;
}

const MOST_WAITING = 1_000;
const BATCH = 100;
const GATHER_MS = 100;
const REST_AFTER_FAILURE_MS = 5_000;

// What the store itself logs must not come back to it.
const storing = new AsyncLocalStorage<true>();

/** A sink that batches, holds a bounded number of records, and drops those that cannot be stored. */
export const makeStoreSink = ({ store, onLost }: StoreSinkDeps): StoreSink => {
  let waiting: LogRecord[] = [];
  let lost = 0;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const schedule = (afterMs: number): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void drain();
    }, afterMs).unref();
  };

  const storeBatch = async (batch: readonly LogRecord[]): Promise<boolean> => {
    try {
      await storing.run(true, async () => store(batch));
      return true;
    } catch (err) {
      onLost({ count: batch.length, error: err });
      return false;
    }
  };

  const storeAll = async (): Promise<void> => {
    let restMs = GATHER_MS;
    while (waiting.length > 0 && restMs === GATHER_MS) {
      const batch = waiting.slice(0, BATCH);
      waiting = waiting.slice(BATCH);
      if (!(await storeBatch(batch))) restMs = REST_AFTER_FAILURE_MS;
    }
    if (lost > 0) onLost({ count: lost });
    lost = 0;
    running = undefined;
    if (waiting.length > 0) schedule(restMs);
  };

  const drain = (): Promise<void> => (running ??= storeAll());

  return {
    offer: (record) => {
      if (storing.getStore() === true) return;
      if (waiting.length >= MOST_WAITING) lost += 1;
      else waiting.push(record);
      if (running === undefined) schedule(GATHER_MS);
    },
    flush: async () => {
      await running;
      if (waiting.length > 0) await drain();
    },
  };
};
