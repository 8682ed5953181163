/** How many tasks a consumer may have in hand; a job that points at several counts as that many. */
export interface Capacity {
  /** Tasks that could be taken now; zero or less where there are enough. */
  room(): number;
  take(count: number): void;
  release(count: number): void;
  /** Resolves as soon as there is room. */
  whenRoom(): Promise<void>;
}

/** Room for `limit` tasks. One job more may be taken than fits, since nobody knows before how much it holds. */
export const makeCapacity = (limit: number): Capacity => {
  let taken = 0;
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    if (taken >= limit) return;
    const woken = waiting;
    waiting = [];
    for (const resolve of woken) resolve();
  };
  return {
    room: () => limit - taken,
    take: (count) => {
      taken += count;
    },
    release: (count) => {
      taken -= count;
      wake();
    },
    whenRoom: () =>
      taken < limit
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting.push(resolve);
          }),
  };
};
