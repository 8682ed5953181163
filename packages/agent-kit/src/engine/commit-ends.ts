import {
  completeTasks,
  finishTasks,
  type Database,
  type Finish,
  type FinishAnswer,
  type Task,
} from '@sherpa/db';
import type { Dispatcher } from '../enqueue/dispatcher.ts';
import { makeBatcher } from './batcher.ts';
import { toCompletion } from './finish-of.ts';

export interface CommitDeps {
  readonly db: Pick<Database, 'hot' | 'engine'>;
  readonly workerId: string;
  readonly dispatcher: Pick<Dispatcher, 'dispatch'>;
}

/** Commits the end of one attempt together with those of its neighbours. */
export type Commit = (task: Task, finish: Finish) => Promise<FinishAnswer>;

/** 200 ends are a few hundred kilobytes of JSON at most; one or two connections beat more. */
const BATCH = { maxBatch: 200, maxConcurrent: 2 };

/** Ends of one process, gathered; those that leave nothing but a result go the short way. */
export const makeCommit = ({ db, workerId, dispatcher }: CommitDeps): Commit => {
  const finish = makeBatcher<Finish, FinishAnswer>({
    ...BATCH,
    run: async (finishes) => {
      const { answers, staged } = await finishTasks(db.engine, finishes);
      // Before the jobs of these ends are settled: what they lead to should be in the queue by then.
      await Promise.all(staged.map((one) => dispatcher.dispatch(one)));
      return answers;
    },
  });

  const complete = makeBatcher<{ readonly task: Task; readonly finish: Finish }, FinishAnswer>({
    ...BATCH,
    run: async (ends) => {
      const completions = ends.flatMap((end) => toCompletion(end.task, end.finish) ?? []);
      const kept = await completeTasks(db.hot, workerId, completions);
      return ends.map(({ finish: { id } }, index) => ({
        id,
        kind: kept[index] === true ? 'committed' : 'fenced',
      }));
    },
  });

  return (task, end) =>
    toCompletion(task, end) === undefined ? finish(end) : complete({ task, finish: end });
};
