import { toAppError } from '@sherpa/core';
import {
  completeTasks,
  finishTasks,
  type Completion,
  type Database,
  type Finish,
  type FinishAnswer,
} from '@sherpa/db';
import type { Dispatcher } from '../enqueue/dispatcher.ts';
import { makeBatcher } from './batcher.ts';

export interface CommitDeps {
  readonly db: Pick<Database, 'hot' | 'engine'>;
  readonly workerId: string;
  readonly dispatcher: Pick<Dispatcher, 'dispatch'>;
}

/** How an attempt ended, and the short form of that where there is one. */
export interface End {
  readonly finish: Finish;
  readonly completion: Completion | undefined;
}

/** Commits the end of one attempt together with those of its neighbours. Never rejects. */
export type Commit = (end: End) => Promise<FinishAnswer>;

/**
 * Each commit waits for the disk once: the more ends share it, the better; 1,000 are a fifth of a megabyte. Where
 * there are many, the next one works while this one waits.
 */
const COMPLETING = { maxBatch: 1_000, maxConcurrent: 2, overlapFrom: 200 };

/** One that is refused has all of its batch tried again alone, so these are fewer. */
const FINISHING = { maxBatch: 200, maxConcurrent: 1 };

const asError = (finishes: readonly Finish[], error: unknown): FinishAnswer[] =>
  finishes.map(({ id }) => ({ id, kind: 'error', error }));

/** Ends of one process, gathered; those that leave nothing but a result go the short way. */
export const makeCommit = ({ db, workerId, dispatcher }: CommitDeps): Commit => {
  const finishAll = async (finishes: readonly Finish[]): Promise<readonly FinishAnswer[]> => {
    const { answers, staged } = await finishTasks(db.engine, finishes);
    // Before the jobs of these ends are settled: what they lead to should be in the queue by then.
    await Promise.all(staged.map((one) => dispatcher.dispatch(one)));
    return answers;
  };

  const completeAll = async (ends: readonly Required<End>[]): Promise<readonly FinishAnswer[]> => {
    const completions = ends.flatMap(({ completion }) => completion ?? []);
    try {
      const kept = await completeTasks(db.hot, workerId, completions);
      return ends.map(({ finish: { id } }, index) =>
        kept[index] === true ? { id, kind: 'committed' } : { id, kind: 'fenced' },
      );
    } catch (err) {
      const finishes = ends.map(({ finish }) => finish);
      // One of them may be what the server refuses; the long way finds out which.
      return toAppError(err).code === 'database_unavailable' ? asError(finishes, err) : finishAll(finishes);
    }
  };

  const finish = makeBatcher({ ...FINISHING, run: finishAll });
  const complete = makeBatcher({ ...COMPLETING, run: completeAll });

  return (end) => (end.completion === undefined ? finish(end.finish) : complete(end));
};
