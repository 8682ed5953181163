/** How far a consumer may fetch beyond what it works on, so that hands which get free find the next task there. */
export interface ReadAhead {
  /** So many tasks of packs have ended. */
  ended(count: number): void;
  /** Tasks that may be in hand beyond those that are worked on. */
  tasks(): number;
}

/** Longer than a fetch and a look into the ledger together take, in milliseconds. */
const AHEAD_MS = 25;
const MOST_AHEAD = 1_000;

/**
 * As many tasks as have ended in the last moment, and so will begin within the next one: hundreds where
 * they are short, none where each takes seconds, which then stay in the queue for whoever is idle. Only
 * packs count, since what is left of one that waits for long is handed on. `now` is in milliseconds.
 */
export const makeReadAhead = (now: () => number): ReadAhead => {
  let since = now();
  let ended = 0;
  let ahead = 0;

  const turn = (): void => {
    const passed = now() - since;
    if (passed < AHEAD_MS) return;
    ahead = Math.min(MOST_AHEAD, Math.floor((ended * AHEAD_MS) / passed));
    since += passed;
    ended = 0;
  };

  return {
    ended: (count) => {
      turn();
      ended += count;
    },
    tasks: () => {
      turn();
      return ahead;
    },
  };
};
