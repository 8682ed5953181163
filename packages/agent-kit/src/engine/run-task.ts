import type { Database } from '@sherpa/db';
import { done, type JobOutcome, type PickedJob } from '@sherpa/queue';
import { Attempt, type Claimed } from './attempt.ts';
import { toCompletion } from './finish-of.ts';
import type { ProgressMirror } from './progress-mirror.ts';
import { makeRecentEnds } from './recent-ends.ts';
import { makeRecorder, type RecorderDeps } from './recorder.ts';
import type { Slots } from './slots.ts';
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

export interface TaskPlace {
  readonly job: PickedJob;
  readonly claimed: Claimed;
  /** Asked when its turn has come: whether it is still to be run here. */
  readonly isWanted?: () => boolean;
}

/** Runs claimed tasks, each to the record of its end. */
export type RunTask = (place: TaskPlace) => Promise<JobOutcome>;

/** Two jobs may point at one task; the second comes back when the first is through. */
const TWICE_REST_MS = 5_000;

export const makeRunTask = (deps: RunTaskDeps): RunTask => {
  const { running, slots } = deps;
  const recorder = makeRecorder(deps);
  const ended = makeRecentEnds(() => performance.now());
  const begin = (place: TaskPlace): Attempt | undefined => {
    const { job, claimed } = place;
    const { id, attempt: number } = claimed.task;
    const other = running.get(id);
    if ((other?.task.attempt ?? 0) >= number || ended.has(id, number)) return undefined;
    other?.interrupt('lease-lost');
    const attempt = new Attempt(deps, claimed);
    running.set(id, attempt);
    deps.watch.wake();
    deps.mirror.follow(job, attempt);
    return attempt;
  };

  const run = async (place: TaskPlace, leave: () => void): Promise<JobOutcome> => {
    const attempt = begin(place);
    if (attempt === undefined) return { kind: 'later', afterMs: TWICE_REST_MS };
    const { task } = attempt;
    try {
      const finish = await attempt.finish;
      const shown = deps.mirror.last(attempt);
      if (shown !== undefined) await shown;
      if (finish === undefined) return { kind: 'later', afterMs: 0 };
      const completion = toCompletion(task, finish);
      // An end that touches nothing that the next task could read need not keep that one waiting.
      if (completion !== undefined && !recorder.isBusy()) {
        leave();
        place.job.release(1);
      }
      return await recorder.record(task, { finish, completion });
    } finally {
      // Unless a later attempt at the same task, after this one lost its lease, has taken its place.
      if (running.get(task.id) === attempt) running.delete(task.id);
      ended.add(task.id, task.attempt);
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
      return place.isWanted?.() === false ? done : await run(place, leave);
    } finally {
      leave();
    }
  };
};
