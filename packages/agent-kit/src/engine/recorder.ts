import { defaultRetryPolicy, workOf } from '@sherpa/core';
import type { FinishAnswer, Task } from '@sherpa/db';
import type { JobOutcome } from '@sherpa/queue';
import type { Commit, End } from './commit-ends.ts';
import { afterFinish } from './job-outcome.ts';
import { recordFinish } from './record-finish.ts';
import { reportAttempt } from './report-attempt.ts';
import type { RunnerDeps } from './runner-deps.ts';

export interface RecorderDeps extends Pick<RunnerDeps, 'agent' | 'log' | 'onAttempt'> {
  readonly commit: Commit;
  readonly random: () => number;
}

/** Records how attempts ended, and says what becomes of their jobs. */
export interface Recorder {
  record(task: Task, end: End): Promise<JobOutcome>;
  /** So many results are on their way to Postgres that a task should keep its slot until its own is kept. */
  isBusy(): boolean;
}

const MAX_UNCOMMITTED = 2_000;

export const makeRecorder = (deps: RecorderDeps): Recorder => {
  const { agent, log, commit, random } = deps;
  const policies = new Map(workOf(agent.contract).map((work) => [work.type, work.retry]));
  let uncommitted = 0;

  const recordRest = async (task: Task, end: End, answer: FinishAnswer): Promise<JobOutcome> => {
    const policy = policies.get(task.type) ?? defaultRetryPolicy;
    const recorded = await recordFinish({ commit, random, policy }, task, end, answer);
    if (recorded.kind === 'fenced') {
      log.warn('late finish refused', { taskId: task.id, type: task.type, attempt: task.attempt });
      // The task may be pending again, with this as its only job.
      return { kind: 'later', afterMs: 0 };
    }
    reportAttempt(deps, task, recorded.finish);
    return afterFinish(recorded.finish);
  };

  return {
    record: async (task, end) => {
      uncommitted += 1;
      try {
        const answer = await commit(end);
        if (answer.kind !== 'committed') return await recordRest(task, end, answer);
        reportAttempt(deps, task, end.finish);
        return afterFinish(end.finish);
      } finally {
        uncommitted -= 1;
      }
    },
    isBusy: () => uncommitted >= MAX_UNCOMMITTED,
  };
};
