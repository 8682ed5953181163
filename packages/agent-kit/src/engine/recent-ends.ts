/** Remembers for a moment which attempts have ended here. */
export interface RecentEnds {
  add(taskId: string, attempt: number): void;
  /** Whether this attempt, or a later one, has ended here a moment ago. */
  has(taskId: string, attempt: number): boolean;
}

/** Longer than between the reading of a task and its turn; twice this is remembered at most, in milliseconds. */
const MOMENT_MS = 1_000;

/**
 * Two jobs may point at one task, and both may be read before it has ended: the second would run it again
 * to no purpose, since its end is refused. `now` is in milliseconds.
 */
export const makeRecentEnds = (now: () => number): RecentEnds => {
  let [latest, before] = [new Map<string, number>(), new Map<string, number>()];
  let turnedAt = now();
  return {
    add: (taskId, attempt) => {
      const at = now();
      if (at - turnedAt > MOMENT_MS) {
        before = latest;
        latest = new Map();
        turnedAt = at;
      }
      latest.set(taskId, attempt);
    },
    has: (taskId, attempt) => (latest.get(taskId) ?? before.get(taskId) ?? 0) >= attempt,
  };
};
