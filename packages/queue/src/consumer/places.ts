import type { Capacity } from './capacity.ts';
import type { FetchedJob } from './fetching-worker.ts';
import { taskIdsOf } from './picked-job.ts';

/** The places that one job takes up: one for each of its tasks. */
export interface Share {
  release(count: number): void;
  releaseAll(): void;
}

/** Gives jobs their places, also to one that is not there yet. */
export interface Places {
  /** Takes the job's places in exchange for those that were reserved for it. */
  take(fetched: FetchedJob, reserved: number): Share;
  /**
   * Keeps room for the tasks that a settlement may bring along, so that nobody else fills it meanwhile;
   * zero where there is none.
   */
  reserve(): number;
  /** Whether jobs hold one task each, so that what each job costs matters. */
  areSingle(): boolean;
}

/** How much the latest job tells of the next one. */
const WEIGHT = 1 / 8;

export const makePlaces = (capacity: Capacity): Places => {
  let tasksPerJob = 1;
  return {
    take: (fetched, reserved) => {
      const tasks = taskIdsOf(fetched.job.data)?.length ?? 1;
      let held = tasks;
      tasksPerJob += (held - tasksPerJob) * WEIGHT;
      capacity.take(held);
      capacity.release(reserved);
      const release = (count: number): void => {
        const some = Math.min(count, held);
        held -= some;
        if (tasks > 1) capacity.releaseOfPack(some);
        else capacity.release(some);
      };
      return { release, releaseAll: () => release(held) };
    },
    areSingle: () => tasksPerJob < 2,
    reserve: () => {
      if (capacity.room() <= 0) return 0;
      const expected = Math.round(tasksPerJob);
      capacity.take(expected);
      return expected;
    },
  };
};
