/**
 * What an error says about trying again: never, by the task's own policy, or not before some
 * milliseconds have passed (a vendor's `Retry-After`). With `counted: false` nothing went wrong, the
 * time just has not come: the attempt is not held against the task.
 */
export type RetryAdvice = 'never' | 'backoff' | { readonly afterMs: number; readonly counted?: false };

/** How often a task is tried and how long it rests in between. */
export interface RetryPolicy {
  /** Tries, the first one included; where a task keeps how far it is, those since it last got further. */
  readonly attempts: number;
  /** Rest after the first failed attempt, in milliseconds; doubles with every further one. */
  readonly delayMs: number;
  /** The longest rest, in milliseconds. */
  readonly maxDelayMs: number;
}

/** 5 attempts over about 30 s (2 + 4 + 8 + 16): rides out a restart, tells of a real fault soon. */
export const defaultRetryPolicy: RetryPolicy = { attempts: 5, delayMs: 2_000, maxDelayMs: 300_000 };

/** Whether an attempt that ended with this advice is held against the task. */
export const isCounted = (advice: RetryAdvice): boolean =>
  typeof advice === 'string' || advice.counted !== false;

/**
 * Milliseconds to rest after failed attempt number `attempt` (from 1), or `undefined` when there is
 * nothing left to try. Backoff carries up to 25 % jitter so that tasks that failed together do not
 * return together; advice to wait is a lower bound and never shortened. `random` returns [0, 1).
 */
export const retryDelayMs = (
  policy: RetryPolicy,
  attempt: number,
  advice: RetryAdvice,
  random: () => number,
): number | undefined => {
  if (advice === 'never' || (attempt >= policy.attempts && isCounted(advice))) return undefined;
  const doubled = Math.min(policy.delayMs * 2 ** (attempt - 1), policy.maxDelayMs);
  const isAsked = advice !== 'backoff' && Number.isFinite(advice.afterMs);
  const restMs = isAsked ? Math.max(advice.afterMs, 0) : doubled;
  return restMs + Math.round((isCounted(advice) ? doubled : restMs) * 0.25 * random());
};
