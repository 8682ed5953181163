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
  let clearing: Promise<void> | undefined;

  const clear = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const ids = waiting;
    waiting = [];
    // Where that fails the rows stay; the conductor finds the jobs in the queue and clears them.
    await clearOutbox(db.hot, ids).catch(() => undefined);
    clearing = undefined;
    if (waiting.length > 0) rest();
  };

  const rest = (): void => {
    timer ??= setTimeout(() => {
      clearing = clear();
    }, REST_MS);
  };

  return {
    add: (outboxId) => {
      waiting.push(outboxId);
      // One at a time: a server that is slow should not be asked by ever more connections.
      if (clearing === undefined) rest();
    },
    settled: async () => {
      while (clearing !== undefined || waiting.length > 0) {
        clearing ??= clear();
        await clearing;
      }
    },
  };
};
