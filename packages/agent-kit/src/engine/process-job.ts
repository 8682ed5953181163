import { defaultRetryPolicy, toAppError, workOf } from '@sherpa/core';
import { claimTasks, finishTasks, type Finish, type Task } from '@sherpa/db';
import type { JobOutcome, PickedJob } from '@sherpa/queue';
import { addJobs } from '../enqueue/add-jobs.ts';
import { adoptJob } from './adopt-job.ts';
import { startAttempt, type Attempt } from './attempt.ts';
import { makeBatcher } from './batcher.ts';
import { afterClaim, afterFinish } from './job-outcome.ts';
import { mirrorProgress } from './mirror-progress.ts';
import { toReason, toTaskError } from './outcome.ts';
import { recordFinish } from './record-finish.ts';
import { reportAttempt } from './report-attempt.ts';
import type { RunnerDeps } from './runner-deps.ts';

export interface JobProcessor {
  process(job: PickedJob): Promise<JobOutcome>;
  /** The attempts that run now, by task id. */
  readonly running: ReadonlyMap<string, Attempt>;
}

/** 200 ends are a few hundred kilobytes of JSON at most; one or two connections beat more. */
const BATCH = { maxBatch: 200, maxConcurrent: 2 };

/** A job comes back after this long where Postgres was away, or its task was handed back. */
const REST_MS = 5_000;

/** Whether a server was away, so that the same job may fare better later. */
const isAway = (thrown: unknown): boolean => toAppError(thrown).status === 503;

/** From a job to its outcome: adopt if foreign, claim, work, record, add what follows. */
export const makeJobProcessor = (deps: RunnerDeps, workerId: string): JobProcessor => {
  const { agent, db, queue, log, leaseMs, random = Math.random } = deps;
  const { contract } = agent;
  const running = new Map<string, Attempt>();
  const policies = new Map(workOf(contract).map((work) => [work.type, work.retry]));

  const claim = makeBatcher({
    ...BATCH,
    run: (ids: readonly string[]) => claimTasks(db.engine, { agent: contract.agent, workerId, leaseMs, ids }),
  });
  const commit = makeBatcher({ ...BATCH, run: (ends: readonly Finish[]) => finishTasks(db.engine, ends) });

  const settle = async (task: Task, finish: Finish): Promise<JobOutcome> => {
    const policy = policies.get(task.type) ?? defaultRetryPolicy;
    const recorded = await recordFinish({ commit, random, policy }, task, finish);
    if (recorded.kind === 'fenced') {
      log.warn('late finish refused', { taskId: task.id, type: task.type, attempt: task.attempt });
      // The task may be pending again, with this as its only job.
      return { kind: 'later', afterMs: 0 };
    }
    await addJobs(queue, log, recorded.answer.enqueued);
    reportAttempt(deps, task, recorded.finish);
    return afterFinish(recorded.finish);
  };

  const work = async (job: PickedJob, task: Task): Promise<JobOutcome> => {
    const attempt = startAttempt({ agent, db, log, random }, task);
    running.get(task.id)?.interrupt('lease-lost');
    running.set(task.id, attempt);
    const mirror = mirrorProgress(job, attempt);
    try {
      const finish = await attempt.finish;
      if (finish === undefined) return { kind: 'later', afterMs: 0 };
      const [outcome] = await Promise.all([settle(task, finish), mirror.showLast()]);
      return outcome;
    } finally {
      mirror.stop();
      // Unless a later attempt at the same task, after this one lost its lease, has taken its place.
      if (running.get(task.id) === attempt) running.delete(task.id);
    }
  };

  const run = async (job: PickedJob): Promise<JobOutcome> => {
    const taskId = job.taskId ?? (await adoptJob({ contract, db, defaultTenant: deps.defaultTenant }, job));
    const answer = await claim(taskId);
    return answer.kind === 'claimed' ? work(job, answer.task) : afterClaim(answer);
  };

  return {
    running,
    process: async (job) => {
      try {
        return await run(job);
      } catch (err) {
        if (job.taskId === undefined && !isAway(err)) {
          log.error('job not adopted', { type: job.type, jobId: job.id, error: err });
          return { kind: 'failed', reason: toReason(toTaskError(err)) };
        }
        log.warn('job put back', { jobId: job.id, type: job.type, error: toAppError(err) });
        return { kind: 'later', afterMs: REST_MS };
      }
    },
  };
};
