import { toQueueError } from '../queue-error.ts';
import type { AppError } from '@sherpa/core';
import type { Capacity } from './capacity.ts';
import type { FetchedJob } from './fetching-worker.ts';
import type { JobOutcome } from './job-outcome.ts';
import { makePatience } from './patience.ts';
import { makePlaces } from './places.ts';
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
  /** Whether jobs of one task each have come along with settlements in the last moments. */
  isSupplied(): boolean;
  /** Takes no job along with a settlement any more. */
  stopFetching(): void;
  /** Jobs still running go back into the queue, and their handlers are waited for no longer. */
  giveUp(): void;
  /** Resolves when none is in hand. */
  idle(): Promise<void>;
}

/** Back into the queue as it came: at once, and without counting a try. */
const handBack: JobOutcome = { kind: 'later', afterMs: 0 };

/** Longer than a commit takes, after which settlements come together. */
const SUPPLIED_FOR_MS = 10;

export const makeJobsInHand = (deps: InHandDeps): JobsInHand => {
  const { capacity, onError, onActivity } = deps;
  const patience = makePatience<JobOutcome>(handBack);
  const ends = new Set<Promise<void>>();
  let fetching = true;
  let suppliedAt = Number.NEGATIVE_INFINITY;
  const places = makePlaces(capacity);

  const handle = async (fetched: FetchedJob, reserved: number): Promise<JobOutcome> => {
    if (!fetching) {
      // A fetch that was under way when closing began has brought it after all.
      capacity.release(reserved);
      return handBack;
    }
    const share = places.take(fetched, reserved);
    onActivity();
    const outcome = await patience.waitFor(runJob(deps, fetched.job, share.release));
    share.releaseAll();
    onActivity();
    return outcome;
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
      reserved = fetching && outcome.kind === 'done' ? places.reserve() : 0;
      fetched = await settle(fetched, outcome, reserved > 0);
      if (fetched !== undefined) suppliedAt = performance.now();
    }
    capacity.release(reserved);
  };

  return {
    start: (fetched) => {
      const end = run(fetched).finally(() => ends.delete(end));
      ends.add(end);
    },
    isSupplied: () => places.areSingle() && performance.now() - suppliedAt < SUPPLIED_FOR_MS,
    stopFetching: () => {
      fetching = false;
    },
    giveUp: () => patience.end(),
    idle: async () => {
      while (ends.size > 0) await Promise.all(ends);
    },
  };
};
