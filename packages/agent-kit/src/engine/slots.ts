/** Places for handlers: at most so many run at a time, the others wait their turn. */
export interface Slots {
  /** Resolves when there is a place, which is then taken. */
  take(): Promise<void> | undefined;
  free(): void;
}

/** `limit` places, given out in the order of asking. What `take` answers is undefined where one is free at once. */
export const makeSlots = (limit: number): Slots => {
  const waiting: (() => void)[] = [];
  let first = 0;
  let taken = 0;
  return {
    take: () => {
      if (taken < limit) {
        taken += 1;
        return undefined;
      }
      return new Promise((resolve) => {
        waiting.push(resolve);
      });
    },
    free: () => {
      const next = waiting[first];
      if (next === undefined) {
        taken -= 1;
        waiting.length = 0;
        first = 0;
        return;
      }
      first += 1;
      next();
    },
  };
};
