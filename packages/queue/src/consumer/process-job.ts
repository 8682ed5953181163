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
}

/** BullMQ's processor around a handler, and how it is brought to an end. */
export interface Processor {
  process(job: Job, token?: string): Promise<void>;
  /** Jobs handed out from now on go back: BullMQ may take one more while it is told to stop. */
  stop(): void;
  /** Jobs still running go back, and their handlers are waited for no longer. */
  giveUp(): void;
}

/** Back into the queue as it came: at once, and without counting a try. */
const handBack: JobOutcome = { kind: 'later', afterMs: 0 };

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

/** A processor for one consumer. */
export const makeProcessor = (deps: ProcessDeps): Processor => {
  const ways = new Set<(outcome: JobOutcome) => void>();
  let stopped = false;

  const outcomeUnlessGivenUp = async (job: Job): Promise<JobOutcome> => {
    const { promise, resolve } = Promise.withResolvers<JobOutcome>();
    ways.add(resolve);
    outcomeOf(deps, job).then(resolve, () => resolve(handBack));
    try {
      return await promise;
    } finally {
      ways.delete(resolve);
    }
  };

  return {
    process: async (job, token = '') => {
      obeyLedger(job);
      await settleJob(job, token, stopped ? handBack : await outcomeUnlessGivenUp(job));
    },
    stop: () => {
      stopped = true;
    },
    giveUp: () => {
      for (const resolve of ways) resolve(handBack);
    },
  };
};
