import { AppError } from '@sherpa/core';
import type { Job } from 'bullmq';
import { settings } from '../settings.ts';
import { parseOutcome, settleJob, type JobOutcome } from './job-outcome.ts';
import { toPickedJob, type PickedJob } from './picked-job.ts';
import { brokenRetryMs } from './retry-later.ts';

export interface ProcessDeps {
  readonly agent: string;
  readonly handle: (job: PickedJob) => Promise<JobOutcome>;
  readonly onError: (error: AppError) => void;
  /** Aborted when the consumer may wait for its handlers no longer. */
  readonly givenUp: AbortSignal;
}

/** Back into the queue as it came: at once, and without counting a try. */
const handBack: JobOutcome = { kind: 'later', afterMs: 0 };

const whenAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

const outcomeOf = async ({ agent, handle, onError }: ProcessDeps, job: Job): Promise<JobOutcome> => {
  try {
    return parseOutcome(await handle(toPickedJob(job)));
  } catch (err) {
    onError(
      new AppError('A job handler gave no outcome.', {
        details: { agent, jobId: job.id, type: job.name },
        cause: err,
      }),
    );
    return {
      kind: 'retry',
      afterMs: brokenRetryMs(job.attemptsMade + 1),
      reason: 'The worker could not handle this job; its log says why.',
    };
  }
};

/**
 * BullMQ's processor around a handler. It says in memory how the job is retried, which BullMQ reads
 * only after this: so a job added by anybody, with whatever options, obeys the ledger like our own.
 */
export const makeProcessor = (deps: ProcessDeps, isStopping: () => boolean) => {
  const givenUp = whenAborted(deps.givenUp).then(() => handBack);
  return async (job: Job, token = ''): Promise<void> => {
    Object.assign(job.opts, {
      attempts: settings.unlimited,
      backoff: { type: 'ledger' },
      stackTraceLimit: settings.keepReasons,
    });
    // BullMQ may still hand out one job that came while it was told to stop.
    const outcome = isStopping() ? handBack : await Promise.race([outcomeOf(deps, job), givenUp]);
    await settleJob(job, token, outcome);
  };
};
