import { clearOutbox, type Database } from '@sherpa/db';

/** Clears the rows of the outbox whose jobs are in the queue. */
export interface Clearing {
  /** The row is cleared with others in a moment, off the way of those that wait for an answer. */
  add(outboxId: string): void;
  /** Clears at once what is left; resolves when nothing is under way. */
  settled(): Promise<void>;
}

/**
 * Far below the two seconds after which the conductor looks whether a row's jobs were added, in
 * milliseconds. At low load the commit that clears one row would else be in the way of the next task's.
 */
const REST_MS = 50;

export const makeClearing = (db: Pick<Database, 'hot'>): Clearing => {
  let waiting: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const clearing = new Set<Promise<void>>();

  const clear = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const ids = waiting;
    waiting = [];
    const cleared = clearOutbox(db.hot, ids)
      // The rows stay; the conductor finds the jobs in the queue and clears them.
      .catch(() => undefined)
      .finally(() => clearing.delete(cleared));
    clearing.add(cleared);
  };

  return {
    add: (outboxId) => {
      waiting.push(outboxId);
      timer ??= setTimeout(clear, REST_MS);
    },
    settled: async () => {
      clear();
      while (clearing.size > 0) await Promise.all(clearing);
    },
  };
};
