import type { ReadAhead } from './read-ahead.ts';

/** How many tasks a consumer may have in hand; a job that points at several counts as that many. */
export interface Capacity {
  /** Tasks that could be taken now; zero or less where there are enough. */
  room(): number;
  take(count: number): void;
  release(count: number): void;
  /** The same for tasks of a pack, by which it is known how many may be read ahead. */
  releaseOfPack(count: number): void;
  /** Resolves as soon as there is room. */
  whenRoom(): Promise<void>;
}

/**
 * Room for `limit` tasks and those that may be read ahead. One job more may be taken than fits, since
 * nobody knows before how much it holds.
 */
export const makeCapacity = (limit: number, ahead: ReadAhead): Capacity => {
  let taken = 0;
  let waiting: (() => void)[] = [];
  const room = (): number => limit + ahead.tasks() - taken;
  const wake = (): void => {
    if (waiting.length === 0 || room() <= 0) return;
    const woken = waiting;
    waiting = [];
    for (const resolve of woken) resolve();
  };
  const release = (count: number): void => {
    taken -= count;
    wake();
  };
  return {
    room,
    take: (count) => {
      taken += count;
    },
    release,
    releaseOfPack: (count) => {
      ahead.ended(count);
      release(count);
    },
    whenRoom: () =>
      room() > 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting.push(resolve);
          }),
  };
};
