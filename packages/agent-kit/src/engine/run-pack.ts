import { toAppError } from '@sherpa/core';
import type { Task } from '@sherpa/db';
import { done, type JobOutcome, type PickedJob } from '@sherpa/queue';
import type { Claims } from './claims.ts';
import type { InHand } from './in-hand.ts';
import { restMs, twice } from './rests.ts';
import type { RunnerDeps } from './runner-deps.ts';
import type { TaskPlace } from './run-task.ts';
import { handOnRest, splitPack } from './split-pack.ts';

export interface RunPackDeps extends Pick<RunnerDeps, 'agent' | 'queue' | 'log'> {
  readonly claims: Pick<Claims, 'read'>;
  readonly inHand: InHand;
  /** Runs a task that was read; claims it first where it was not. */
  readonly runRead: (place: TaskPlace, task: Task | undefined) => Promise<JobOutcome>;
}

/**
 * The job of a pack is done when nothing of it is left to do; else it comes back with the first of what is.
 * That one of them has failed before is not a failure of this job, which has many.
 */
const afterAll = (outcomes: readonly JobOutcome[]): JobOutcome => {
  const rests = outcomes.flatMap((outcome) => ('afterMs' in outcome ? [outcome.afterMs] : []));
  return rests.length === 0 ? done : { kind: 'later', afterMs: Math.min(...rests) };
};

/** Runs the tasks of one job, each for itself; of a job that a worker died with, each gets a job of its own. */
export const makeRunPack = (
  deps: RunPackDeps,
): ((job: PickedJob, ids: readonly string[]) => Promise<JobOutcome>) => {
  const { log, claims, inHand, runRead } = deps;

  const runOfPack = async (place: TaskPlace, task: Task | undefined): Promise<JobOutcome> => {
    try {
      return await runRead(place, task);
    } catch (err) {
      log.warn('task of a pack put back', { taskId: place.id, error: toAppError(err) });
      return { kind: 'later', afterMs: restMs };
    } finally {
      inHand.leave(place.id, place.job);
    }
  };

  return async (job, all) => {
    if (job.wasStalled) return splitPack(deps, job, all);
    const ids = all.filter((id) => inHand.enter(id, job));
    const tasks = await claims.read(ids).catch((err: unknown) => {
      for (const id of ids) inHand.leave(id, job);
      throw err;
    });
    const rest = handOnRest(deps, job, ids);
    const outcomes = await Promise.all(ids.map((id) => runOfPack({ job, id, rest }, tasks.get(id))));
    rest.stop();
    return afterAll(ids.length < all.length ? [...outcomes, twice] : outcomes);
  };
};
