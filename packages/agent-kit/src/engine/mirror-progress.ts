import type { PickedJob } from '@sherpa/queue';
import type { Attempt } from './attempt.ts';

/** How often people see a running job move, in milliseconds. */
const PROGRESS_MS = 1_000;

/** Shows an attempt's progress on its job, but only when it changed. */
export const mirrorProgress = (job: PickedJob, attempt: Attempt): (() => void) => {
  let shown = attempt.progress();
  const timer = setInterval(() => {
    const progress = attempt.progress();
    if (progress === null || progress === shown) return;
    shown = progress;
    // Only for the eye: the ledger has it too, with the next heartbeat.
    job.reportProgress(progress).catch(() => undefined);
  }, PROGRESS_MS);
  return () => clearInterval(timer);
};
