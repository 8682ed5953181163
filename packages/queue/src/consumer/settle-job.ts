import { UnrecoverableError } from 'bullmq';
import { clampDelayMs } from '../producer/to-bull-job.ts';
import { settings } from '../settings.ts';
import type { FetchedJob, FetchingWorker } from './fetching-worker.ts';
import type { JobOutcome } from './job-outcome.ts';
import { RetryLater } from './retry-later.ts';

const failure = (text: string): UnrecoverableError => {
  const error = new UnrecoverableError(text.slice(0, settings.maxReasonLength));
  error.stack = error.message;
  return error;
};

/**
 * Does to the job what the outcome says; with `fetchNext` a job that is done brings the next one in the
 * same round trip.
 */
export const settleJob = async (
  worker: FetchingWorker,
  fetched: FetchedJob,
  outcome: JobOutcome,
  fetchNext: boolean,
): Promise<FetchedJob | undefined> => {
  const { job, token } = fetched;
  worker.forget(fetched);
  switch (outcome.kind) {
    case 'done':
      return worker.complete(fetched, fetchNext);
    case 'retry': {
      const reason = outcome.reason.slice(0, settings.maxReasonLength);
      await job.moveToFailed(new RetryLater(reason, clampDelayMs(outcome.afterMs)), token);
      return undefined;
    }
    case 'later':
      await job.moveToDelayed(Date.now() + clampDelayMs(outcome.afterMs), token);
      return undefined;
    case 'failed':
      await job.moveToFailed(failure(outcome.reason), token);
      return undefined;
  }
};
