import type { Attempt } from './attempt.ts';

export interface WatchDeps {
  /** The attempts that run now, by task id. */
  readonly running: ReadonlyMap<string, Attempt>;
  /** Writes down that an attempt runs here. */
  readonly hold: (attempt: Attempt) => Promise<boolean>;
}

/** Looks after what runs for longer than a moment. */
export interface AttemptWatch {
  /** Something has begun to run. */
  wake(): void;
  stop(): void;
}

/** How long a task may run before the ledger hears of it, and how often is looked, in milliseconds. */
const LOOK_MS = 50;

/**
 * Looks at the running attempts every 50 ms, for as long as there are any: those that last are written
 * down as in progress, all in one statement, and those that last too long are interrupted. A task that is
 * shorter than that costs no write and no timer.
 */
export const watchAttempts = ({ running, hold }: WatchDeps): AttemptWatch => {
  let timer: NodeJS.Timeout | undefined;

  const look = (): void => {
    timer = undefined;
    for (const attempt of running.values()) {
      if (attempt.hasEnded) continue;
      if (attempt.isOverdue) attempt.interrupt('timeout');
      else if (!attempt.isHeld && attempt.ranMs >= LOOK_MS) hold(attempt).catch(() => undefined);
    }
    wake();
  };

  const wake = (): void => {
    if (timer === undefined && running.size > 0) timer = setTimeout(look, LOOK_MS);
  };

  return { wake, stop: () => clearTimeout(timer) };
};
