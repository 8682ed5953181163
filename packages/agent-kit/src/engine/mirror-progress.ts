import type { PickedJob } from '@sherpa/queue';
import type { Attempt } from './attempt.ts';

/** How often people see a running job move, in milliseconds. */
const PROGRESS_MS = 1_000;

/** Shows on a job how far its task is. */
export interface ProgressMirror {
  /** Shows how far it came in the end; a quick task was never looked at before. */
  showLast(): Promise<void>;
  stop(): void;
}

/** Shows an attempt's progress on its job, but only when it changed. */
export const mirrorProgress = (job: PickedJob, attempt: Attempt): ProgressMirror => {
  let shown = attempt.progress();
  const show = async (): Promise<void> => {
    const progress = attempt.progress();
    if (progress === null || progress === shown) return;
    shown = progress;
    // Only for the eye: the ledger has it too, with the next heartbeat.
    await job.reportProgress(progress).catch(() => undefined);
  };
  const timer = setInterval(() => void show(), PROGRESS_MS);
  return { showLast: show, stop: () => clearInterval(timer) };
};
