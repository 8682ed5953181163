export interface Waker {
  /** Looks again when there is something to do: soon, if it is due. */
  wake(): void;
  stop(): void;
}

/** The clock may be moved, or run at its own pace: never sleep for longer. */
const LONGEST_MS = 60_000;

/** Runs something whenever it is due, by a clock that may jump. Never within the call that woke it. */
export const makeWaker = (deps: { nowMs(): number; nextAtMs(): number; run(): void }): Waker => {
  let timer: NodeJS.Timeout | undefined;
  let isSoon = false;
  let isStopped = false;
  const wake = (): void => {
    const nextAtMs = isStopped ? Infinity : deps.nextAtMs();
    const inMs = Math.min(Math.max(nextAtMs - deps.nowMs(), 0), LONGEST_MS);
    // Woken for every piece of news: a timer that cannot be earlier stays.
    if (timer !== undefined && isSoon && inMs === 0) return;
    clearTimeout(timer);
    timer = undefined;
    if (nextAtMs === Infinity) return;
    isSoon = inMs === 0;
    timer = setTimeout(() => {
      timer = undefined;
      deps.run();
      wake();
    }, inMs);
    timer.unref();
  };
  return {
    wake,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
};
