import { ErrorCode, UnrecoverableError } from 'bullmq';
import { clampDelayMs } from '../producer/to-bull-job.ts';
import { settings } from '../settings.ts';
import type { FetchedJob, FetchingWorker } from './fetching-worker.ts';
import type { JobOutcome } from './job-outcome.ts';
import { RetryLater } from './retry-later.ts';

export interface SettleDeps {
  readonly worker: FetchingWorker;
  /** Told of a job that the queue has lost while it ran. */
  readonly onLost: () => void;
}

const failure = (text: string): UnrecoverableError => {
  const error = new UnrecoverableError(text.slice(0, settings.maxReasonLength));
  error.stack = error.message;
  return error;
};

/** Nobody knows of the job any more: the queue was emptied while it ran. */
const isLost = (err: unknown): boolean =>
  err instanceof Error && 'code' in err && err.code === ErrorCode.JobNotExist;

/** What was to come again still has to, and the queue was perhaps filled again while the ledger called it running. */
const settleLost = async (
  worker: FetchingWorker,
  fetched: FetchedJob,
  outcome: JobOutcome,
): Promise<undefined> => {
  if (outcome.kind === 'retry' || outcome.kind === 'later')
    await worker.addAnew(fetched, clampDelayMs(outcome.afterMs));
};

/**
 * Does to the job what the outcome says; with `fetchNext` a job that is done brings the next one in the
 * same round trip. A job that the queue has lost meanwhile is added again where it is to come again, and
 * `onLost` hears of it; what else could be said of it the ledger says.
 */
export const settleJob = async (
  { worker, onLost }: SettleDeps,
  fetched: FetchedJob,
  outcome: JobOutcome,
  fetchNext: boolean,
): Promise<FetchedJob | undefined> => {
  worker.forget(fetched);
  try {
    return await settle(worker, fetched, outcome, fetchNext);
  } catch (err) {
    if (!isLost(err)) throw err;
    onLost();
    return settleLost(worker, fetched, outcome);
  }
};

const settle = async (
  worker: FetchingWorker,
  fetched: FetchedJob,
  outcome: JobOutcome,
  fetchNext: boolean,
): Promise<FetchedJob | undefined> => {
  const { job, token } = fetched;
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
