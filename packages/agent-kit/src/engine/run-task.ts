import { defaultRetryPolicy, workOf } from '@sherpa/core';
import type { Database, Finish } from '@sherpa/db';
import { done, type JobOutcome, type PickedJob } from '@sherpa/queue';
import { Attempt, type Claimed } from './attempt.ts';
import type { Commit } from './commit-ends.ts';
import { toCompletion } from './finish-of.ts';
import { afterFinish } from './job-outcome.ts';
import type { ProgressMirror } from './progress-mirror.ts';
import { recordFinish } from './record-finish.ts';
import { reportAttempt } from './report-attempt.ts';
import type { RunnerDeps } from './runner-deps.ts';
import type { Slots } from './slots.ts';
import type { AttemptWatch } from './watch-attempts.ts';

export interface RunTaskDeps extends Pick<RunnerDeps, 'agent' | 'log' | 'onAttempt'> {
  readonly db: Database;
  readonly workerId: string;
  readonly random: () => number;
  readonly commit: Commit;
  readonly slots: Slots;
  readonly hold: (attempt: Attempt) => Promise<boolean>;
  /** The attempts that run now, by task id. */
  readonly running: Map<string, Attempt>;
  readonly watch: Pick<AttemptWatch, 'wake'>;
  readonly mirror: Pick<ProgressMirror, 'follow' | 'last'>;
  /** Nothing begins any more. */
  readonly isStopping: () => boolean;
}

export interface TaskPlace {
  readonly job: PickedJob;
  readonly claimed: Claimed;
  /** Asked when its turn has come: whether it is still to be run here. */
  readonly isWanted?: () => boolean;
}

/** Runs claimed tasks, each to the record of its end. */
export type RunTask = (place: TaskPlace) => Promise<JobOutcome>;

/** Results on their way to Postgres; above this a task keeps its slot until its result is kept. */
const MAX_UNCOMMITTED = 1_000;

/** Two jobs may point at one task; the second comes back when the first is through. */
const TWICE_REST_MS = 5_000;

export const makeRunTask = (deps: RunTaskDeps): RunTask => {
  const { agent, log, running, slots, commit, random } = deps;
  const policies = new Map(workOf(agent.contract).map((work) => [work.type, work.retry]));
  let uncommitted = 0;

  const record = async ({ task }: Claimed, finish: Finish): Promise<JobOutcome> => {
    const policy = policies.get(task.type) ?? defaultRetryPolicy;
    const recorded = await recordFinish({ commit, random, policy }, task, finish);
    if (recorded.kind === 'fenced') {
      log.warn('late finish refused', { taskId: task.id, type: task.type, attempt: task.attempt });
      // The task may be pending again, with this as its only job.
      return { kind: 'later', afterMs: 0 };
    }
    reportAttempt(deps, task, recorded.finish);
    return afterFinish(recorded.finish);
  };

  /** An end that touches nothing that the next task could read need not keep that one waiting. */
  const recordEarly = async (place: TaskPlace, finish: Finish, leave: () => void): Promise<JobOutcome> => {
    if (uncommitted < MAX_UNCOMMITTED && toCompletion(place.claimed.task, finish) !== undefined) {
      leave();
      place.job.release(1);
    }
    uncommitted += 1;
    try {
      return await record(place.claimed, finish);
    } finally {
      uncommitted -= 1;
    }
  };

  const attemptAt = async (place: TaskPlace, leave: () => void): Promise<JobOutcome> => {
    const { job, claimed } = place;
    const { id, attempt: number } = claimed.task;
    const other = running.get(id);
    if (other !== undefined && other.task.attempt >= number) return { kind: 'later', afterMs: TWICE_REST_MS };
    other?.interrupt('lease-lost');
    const attempt = new Attempt(deps, claimed);
    running.set(id, attempt);
    deps.watch.wake();
    deps.mirror.follow(job, attempt);
    try {
      const finish = await attempt.finish;
      const shown = deps.mirror.last(attempt);
      if (shown !== undefined) await shown;
      return finish === undefined ? { kind: 'later', afterMs: 0 } : await recordEarly(place, finish, leave);
    } finally {
      // Unless a later attempt at the same task, after this one lost its lease, has taken its place.
      if (running.get(id) === attempt) running.delete(id);
    }
  };

  return async (place) => {
    const turn = slots.take();
    if (turn !== undefined) await turn;
    let isIn = true;
    const leave = (): void => {
      if (isIn) slots.free();
      isIn = false;
    };
    try {
      if (deps.isStopping()) return { kind: 'later', afterMs: 0 };
      return place.isWanted?.() === false ? done : await attemptAt(place, leave);
    } finally {
      leave();
    }
  };
};
