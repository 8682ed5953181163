import { AppError } from '@sherpa/core';
import type { Job } from 'bullmq';
import { settings } from '../settings.ts';
import { parseOutcome, type JobOutcome } from './job-outcome.ts';
import { toPickedJob, type PickedJob } from './picked-job.ts';
import { brokenRetryMs } from './retry-later.ts';

export interface RunJobDeps {
  readonly agent: string;
  readonly handle: (job: PickedJob) => Promise<JobOutcome>;
  readonly onError: (error: AppError) => void;
}

/**
 * Says in memory how a job is retried, which BullMQ reads only after its handler: so a job added by
 * anybody, with whatever options, obeys the ledger like our own.
 */
const obeyLedger = (job: Job): void => {
  Object.assign(job.opts, {
    attempts: settings.unlimited,
    backoff: { type: 'ledger' },
    stackTraceLimit: settings.keepReasons,
  });
};

/** Has a job handled; a handler that throws is a fault of the engine, and the job comes back. */
export const runJob = async (
  { agent, handle, onError }: RunJobDeps,
  job: Job,
  release: (count: number) => void,
): Promise<JobOutcome> => {
  obeyLedger(job);
  try {
    return parseOutcome(await handle(toPickedJob(job, release)));
  } catch (err) {
    const details = { agent, jobId: job.id, type: job.name };
    onError(new AppError('A job handler gave no outcome.', { details, cause: err }));
    return {
      kind: 'retry',
      afterMs: brokenRetryMs(job.attemptsMade + 1),
      reason: 'The worker could not handle this job; its log says why.',
    };
  }
};
