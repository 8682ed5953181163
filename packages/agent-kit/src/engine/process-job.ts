import { toAppError } from '@sherpa/core';
import type { Task } from '@sherpa/db';
import { done, type JobOutcome, type PickedJob } from '@sherpa/queue';
import { adoptJob } from './adopt-job.ts';
import type { Claims } from './claims.ts';
import { afterClaim } from './job-outcome.ts';
import { toReason, toTaskError } from './outcome.ts';
import { makeInHand } from './in-hand.ts';
import { handOnRest, splitPack } from './split-pack.ts';
import type { RunTask, TaskPlace } from './run-task.ts';
import type { RunnerDeps } from './runner-deps.ts';

export interface ProcessDeps extends Pick<RunnerDeps, 'agent' | 'db' | 'queue' | 'log' | 'defaultTenant'> {
  readonly claims: Claims;
  readonly runTask: RunTask;
}

/** A job comes back after this long where Postgres was away. */
const REST_MS = 5_000;

/** Two jobs may point at one task; the second comes back when the first is through. */
const twice: JobOutcome = { kind: 'later', afterMs: 5_000 };

/** Whether a server was away, so that the same job may fare better later. */
const isAway = (thrown: unknown): boolean => toAppError(thrown).status === 503;

/**
 * The job of a pack is done when nothing of it is left to do; else it comes back with the first of what is.
 * That one of them has failed before is not a failure of this job, which has many.
 */
const afterAll = (outcomes: readonly JobOutcome[]): JobOutcome => {
  const rests = outcomes.flatMap((outcome) => ('afterMs' in outcome ? [outcome.afterMs] : []));
  return rests.length === 0 ? done : { kind: 'later', afterMs: Math.min(...rests) };
};

/** From a job to its outcome: adopt if foreign, claim, work, record. */
export const makeProcessJob = (deps: ProcessDeps): ((job: PickedJob) => Promise<JobOutcome>) => {
  const { agent, db, log, claims, runTask } = deps;
  const { contract } = agent;
  const inHand = makeInHand();

  const claimAndRun = async (place: TaskPlace): Promise<JobOutcome> => {
    const answer = await claims.claim(place.id);
    if (answer.kind !== 'claimed') return afterClaim(answer, place.job);
    return runTask(place, { task: answer.task, isHeld: true, hasOwnJob: place.rest === undefined });
  };

  /** A task that was not read may have ended, or not be due, or have to be claimed in writing. */
  const runRead = (place: TaskPlace, task: Task | undefined): Promise<JobOutcome> =>
    task === undefined
      ? claimAndRun(place)
      : runTask(place, { task, isHeld: false, hasOwnJob: place.rest === undefined });

  const runOne = async (job: PickedJob, id: string): Promise<JobOutcome> => {
    if (!inHand.enter(id, job)) return twice;
    const place: TaskPlace = { job, id, rest: undefined };
    try {
      // Whoever had it may have died of it, so this attempt is counted before it begins.
      if (job.wasStalled) return await claimAndRun(place);
      return await runRead(place, (await claims.read([id])).get(id));
    } finally {
      inHand.leave(id, job);
    }
  };

  const runOfPack = async (place: TaskPlace, task: Task | undefined): Promise<JobOutcome> => {
    try {
      return await runRead(place, task);
    } catch (err) {
      log.warn('task of a pack put back', { taskId: place.id, error: toAppError(err) });
      return { kind: 'later', afterMs: REST_MS };
    } finally {
      inHand.leave(place.id, place.job);
    }
  };

  const runPack = async (job: PickedJob, all: readonly string[]): Promise<JobOutcome> => {
    if (job.wasStalled) return splitPack(deps, job, all);
    const ids = all.filter((id) => inHand.enter(id, job));
    const tasks = await claims.read(ids).catch((err: unknown) => {
      for (const id of ids) inHand.leave(id, job);
      throw err;
    });
    const rest = handOnRest({ ...deps, inHand }, job, ids);
    const outcomes = await Promise.all(ids.map((id) => runOfPack({ job, id, rest }, tasks.get(id))));
    rest.stop();
    return afterAll(ids.length < all.length ? [...outcomes, twice] : outcomes);
  };

  const run = async (job: PickedJob): Promise<JobOutcome> => {
    const ids = job.taskIds ?? [await adoptJob({ contract, db, defaultTenant: deps.defaultTenant }, job)];
    const [only] = ids;
    return only !== undefined && ids.length === 1 ? runOne(job, only) : runPack(job, ids);
  };

  return async (job) => {
    try {
      return await run(job);
    } catch (err) {
      if (job.taskIds === undefined && !isAway(err)) {
        log.error('job not adopted', { type: job.type, jobId: job.id, error: err });
        return { kind: 'failed', reason: toReason(toTaskError(err)) };
      }
      log.warn('job put back', { jobId: job.id, type: job.type, error: toAppError(err) });
      return { kind: 'later', afterMs: REST_MS };
    }
  };
};
