import { toAppError } from '@sherpa/core';
import type { Task } from '@sherpa/db';
import type { JobOutcome, PickedJob } from '@sherpa/queue';
import { adoptJob } from './adopt-job.ts';
import type { Claims } from './claims.ts';
import { afterClaim } from './job-outcome.ts';
import { toReason, toTaskError } from './outcome.ts';
import { makeInHand } from './in-hand.ts';
import { restMs, twice } from './rests.ts';
import { makeRunPack } from './run-pack.ts';
import type { RunTask, TaskPlace } from './run-task.ts';
import type { RunnerDeps } from './runner-deps.ts';

export interface ProcessDeps extends Pick<RunnerDeps, 'agent' | 'db' | 'queue' | 'log' | 'defaultTenant'> {
  readonly claims: Claims;
  readonly runTask: RunTask;
}

/** Whether a server was away, so that the same job may fare better later. */
const isAway = (thrown: unknown): boolean => toAppError(thrown).status === 503;

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

  const runPack = makeRunPack({ ...deps, inHand, runRead });

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
      return { kind: 'later', afterMs: restMs };
    }
  };
};
