import { toQueueError } from '../queue-error.ts';
import type { AppError } from '@sherpa/core';
import type { Capacity } from './capacity.ts';
import type { FetchedJob } from './fetching-worker.ts';
import type { JobOutcome } from './job-outcome.ts';
import { taskIdsOf } from './picked-job.ts';
import { runJob, type RunJobDeps } from './run-job.ts';
import { settleJob, type SettleDeps } from './settle-job.ts';

export interface InHandDeps extends RunJobDeps, SettleDeps {
  readonly capacity: Capacity;
  readonly onError: (error: AppError) => void;
  /** Told when jobs begin and end. */
  readonly onActivity: () => void;
}

/** The jobs that a consumer has taken and not yet settled. */
export interface JobsInHand {
  /** Handles the job, settles it, and goes on with the next one where that came with it. */
  start(fetched: FetchedJob): void;
  /** Takes no job along with a settlement any more. */
  stopFetching(): void;
  /** Jobs still running go back into the queue, and their handlers are waited for no longer. */
  giveUp(): void;
  /** Resolves when none is in hand. */
  idle(): Promise<void>;
}

/** Back into the queue as it came: at once, and without counting a try. */
const handBack: JobOutcome = { kind: 'later', afterMs: 0 };

export const makeJobsInHand = (deps: InHandDeps): JobsInHand => {
  const { capacity, onError, onActivity } = deps;
  const ways = new Set<(outcome: JobOutcome) => void>();
  const ends = new Set<Promise<void>>();
  let fetching = true;
  let tasksPerJob = 1;

  const handleUnlessGivenUp = (
    fetched: FetchedJob,
    release: (count: number) => void,
  ): Promise<JobOutcome> => {
    const { promise, resolve } = Promise.withResolvers<JobOutcome>();
    ways.add(resolve);
    const leave = (outcome: JobOutcome): void => {
      ways.delete(resolve);
      resolve(outcome);
    };
    runJob(deps, fetched.job, release).then(leave, () => leave(handBack));
    return promise;
  };

  const handle = async (fetched: FetchedJob, reserved: number): Promise<JobOutcome> => {
    if (!fetching) {
      // A fetch that was under way when closing began has brought it after all.
      capacity.release(reserved);
      return handBack;
    }
    let held = taskIdsOf(fetched.job.data)?.length ?? 1;
    tasksPerJob += (held - tasksPerJob) / 8;
    capacity.take(held);
    capacity.release(reserved);
    const release = (count: number): void => {
      const some = Math.min(count, held);
      held -= some;
      capacity.release(some);
    };
    onActivity();
    const outcome = await handleUnlessGivenUp(fetched, release);
    release(held);
    onActivity();
    return outcome;
  };

  /** Keeps room for the tasks that a settlement may bring along, so that nobody else fills it meanwhile. */
  const reserve = (outcome: JobOutcome): number => {
    if (!fetching || outcome.kind !== 'done' || capacity.room() <= 0) return 0;
    const expected = Math.round(tasksPerJob);
    capacity.take(expected);
    return expected;
  };

  const settle = async (
    fetched: FetchedJob,
    outcome: JobOutcome,
    fetchNext: boolean,
  ): Promise<FetchedJob | undefined> => {
    try {
      return await settleJob(deps, fetched, outcome, fetchNext);
    } catch (err) {
      onError(toQueueError(err));
      return undefined;
    }
  };

  const run = async (first: FetchedJob): Promise<void> => {
    let fetched: FetchedJob | undefined = first;
    let reserved = 0;
    while (fetched !== undefined) {
      const outcome: JobOutcome = await handle(fetched, reserved);
      reserved = reserve(outcome);
      fetched = await settle(fetched, outcome, reserved > 0);
    }
    capacity.release(reserved);
  };

  return {
    start: (fetched) => {
      const end = run(fetched).finally(() => ends.delete(end));
      ends.add(end);
    },
    stopFetching: () => {
      fetching = false;
    },
    giveUp: () => {
      for (const resolve of ways) resolve(handBack);
    },
    idle: async () => {
      while (ends.size > 0) await Promise.all(ends);
    },
  };
};
