import type { Database } from '@sherpa/db';
import { done, type JobOutcome, type PickedJob } from '@sherpa/queue';
import { Attempt, type Claimed } from './attempt.ts';
import { toCompletion } from './finish-of.ts';
import type { ProgressMirror } from './progress-mirror.ts';
import { makeRecorder, type RecorderDeps } from './recorder.ts';
import type { Slots } from './slots.ts';
import type { PackRest } from './split-pack.ts';
import type { AttemptWatch } from './watch-attempts.ts';

export interface RunTaskDeps extends RecorderDeps {
  readonly db: Database;
  readonly workerId: string;
  readonly slots: Slots;
  readonly hold: (attempt: Attempt) => Promise<boolean>;
  /** The attempts that run now, by task id. */
  readonly running: Map<string, Attempt>;
  readonly watch: Pick<AttemptWatch, 'wake'>;
  readonly mirror: Pick<ProgressMirror, 'follow' | 'last'>;
  /** Nothing begins any more. */
  readonly isStopping: () => boolean;
}

/** Where a task comes from: the job that points at it, and its pack where it came in one. */
export interface TaskPlace {
  readonly id: string;
  readonly job: PickedJob;
  readonly rest: PackRest | undefined;
}

/** Runs claimed tasks, each to the record of its end. */
export type RunTask = (place: TaskPlace, claimed: Claimed) => Promise<JobOutcome>;

export const makeRunTask = (deps: RunTaskDeps): RunTask => {
  const { running, slots, watch, mirror } = deps;
  const recorder = makeRecorder(deps);

  return async ({ id, job, rest }, claimed) => {
    const turn = slots.take();
    if (turn !== undefined) await turn;
    let attempt: Attempt | undefined;
    let isIn = true;
    try {
      if (deps.isStopping()) return { kind: 'later', afterMs: 0 };
      // Others have got it meanwhile.
      if (rest?.begin(id) === false) return done;
      attempt = new Attempt(deps, claimed);
      running.set(id, attempt);
      watch.wake();
      mirror.follow(job, attempt);
      const finish = await attempt.finish;
      const shown = mirror.last(attempt);
      if (shown !== undefined) await shown;
      if (finish === undefined) return { kind: 'later', afterMs: 0 };
      const completion = toCompletion(claimed.task, finish);
      // An end that touches nothing that the next task could read need not keep that one waiting.
      if (completion !== undefined && !recorder.isBusy()) {
        isIn = false;
        slots.free();
        job.release(1);
      }
      return await recorder.record(attempt.task, { finish, completion });
    } finally {
      if (isIn) slots.free();
      if (attempt !== undefined) running.delete(id);
    }
  };
};
