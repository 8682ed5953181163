import type { JobProgress, PickedJob } from '@sherpa/queue';
import type { Attempt } from './attempt.ts';

/** How often people see a running job move, in milliseconds. */
const PROGRESS_MS = 1_000;

/** Shows on jobs how far their tasks have come. A pack shows nothing: it has many tasks. */
export interface ProgressMirror {
  follow(job: PickedJob, attempt: Attempt): void;
  /** Shows how far it came in the end; undefined where there is nothing to show. */
  last(attempt: Attempt): Promise<void> | undefined;
  stop(): void;
}

interface Followed {
  readonly job: PickedJob;
  shown: JobProgress | null;
}

/** Shows what has changed, once a second while something runs. */
export const makeProgressMirror = (): ProgressMirror => {
  const followed = new Map<Attempt, Followed>();
  let timer: NodeJS.Timeout | undefined;

  const show = (attempt: Attempt, one: Followed): Promise<void> | undefined => {
    const progress = attempt.progress;
    if (progress === null || progress === one.shown) return undefined;
    one.shown = progress;
    // Only for the eye: the ledger has it too, with the next heartbeat.
    return one.job.reportProgress(progress).catch(() => undefined);
  };

  const look = (): void => {
    timer = undefined;
    for (const [attempt, one] of followed) void show(attempt, one);
    wake();
  };

  const wake = (): void => {
    if (timer === undefined && followed.size > 0) timer = setTimeout(look, PROGRESS_MS);
  };

  return {
    follow: (job, attempt) => {
      if (!attempt.hasOwnJob) return;
      followed.set(attempt, { job, shown: null });
      wake();
    },
    last: (attempt) => {
      const one = followed.get(attempt);
      followed.delete(attempt);
      return one && show(attempt, one);
    },
    stop: () => clearTimeout(timer),
  };
};
