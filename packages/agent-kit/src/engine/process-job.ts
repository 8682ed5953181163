import { defaultRetryPolicy, toAppError, ValidationError, workOf } from '@sherpa/core';
import { claimTasks, finishTasks, type Finish, type Task } from '@sherpa/db';
import type { JobOutcome, PickedJob } from '@sherpa/queue';
import { addJobs } from '../enqueue/add-jobs.ts';
import { adoptJob } from './adopt-job.ts';
import { startAttempt, type Attempt } from './attempt.ts';
import { makeBatcher } from './batcher.ts';
import { afterClaim, afterFinish } from './job-outcome.ts';
import { toReason, toTaskError } from './outcome.ts';
import { recordFinish } from './record-finish.ts';
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

/** How often people see a running job move, in milliseconds. */
const PROGRESS_MS = 1_000;

/** Shows an attempt's progress on its job, but only when it changed. */
const mirrorProgress = (job: PickedJob, attempt: Attempt): (() => void) => {
  let shown = attempt.progress();
  const timer = setInterval(() => {
    const progress = attempt.progress();
    if (progress === null || progress === shown) return;
    shown = progress;
    // Only for the eye: the ledger has it too, with the next heartbeat.
    job.reportProgress(progress).catch(() => undefined);
  }, PROGRESS_MS);
  return () => clearInterval(timer);
};

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

  const report = (task: Task, { outcome }: Finish): void => {
    const startedMs = task.startedAt?.getTime() ?? Date.now();
    const waitMs = Math.max(0, startedMs - task.runAt.getTime());
    const runMs = Date.now() - startedMs;
    const fields = { taskId: task.id, type: task.type, attempt: task.attempt, waitMs, runMs };
    deps.onAttempt?.({ agent: contract.agent, type: task.type, outcome: outcome.status, waitMs, runMs });
    if (outcome.status === 'completed') log.info('task completed', fields);
    else if (outcome.status === 'failed') log.error('task failed', { ...fields, ...outcome.error, tenantId: task.tenantId });
    else log.warn('attempt ended', { ...fields, status: outcome.status, ...outcome.error });
  };

  const settle = async (task: Task, finish: Finish): Promise<JobOutcome> => {
    const policy = policies.get(task.type) ?? defaultRetryPolicy;
    const recorded = await recordFinish({ commit, random, policy }, task, finish);
    if (recorded.kind === 'fenced') {
      log.warn('late finish refused', { taskId: task.id, type: task.type, attempt: task.attempt });
      return { kind: 'done' };
    }
    await addJobs(queue, log, recorded.answer.enqueued);
    report(task, recorded.finish);
    return afterFinish(recorded.finish);
  };

  const work = async (job: PickedJob, task: Task): Promise<JobOutcome> => {
    const attempt = startAttempt({ agent, db, log, random }, task);
    running.set(task.id, attempt);
    const stopMirror = mirrorProgress(job, attempt);
    try {
      const finish = await attempt.finish;
      return finish === undefined ? { kind: 'later', afterMs: 0 } : await settle(task, finish);
    } finally {
      stopMirror();
      running.delete(task.id);
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
        if (err instanceof ValidationError && job.taskId === undefined) {
          const error = toTaskError(err);
          log.error('job not adopted', { type: job.type, jobId: job.id, ...error });
          return { kind: 'failed', reason: toReason(error) };
        }
        log.warn('job put back', { jobId: job.id, type: job.type, error: toAppError(err) });
        return { kind: 'later', afterMs: REST_MS };
      }
    },
  };
};
