import { insertTasks, type Db, type InsertedTask, type NewTask } from '@sherpa/db';
import type { Queue } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';
import { addJobs } from '../enqueue/add-jobs.ts';

/** Tasks inserted in a transaction: what became of each, in order, and those whose jobs are to be added. */
export interface StagedTasks {
  readonly answers: readonly InsertedTask[];
  readonly fresh: readonly NewTask[];
}

/** Inserts tasks in the caller's transaction; their jobs follow by `dispatchTasks` once it has committed. */
export const stageTasks = async (tx: Db, tasks: readonly NewTask[]): Promise<StagedTasks> => {
  if (tasks.length === 0) return { answers: [], fresh: [] };
  const answers = await insertTasks(tx, tasks);
  const inserted = new Set(answers.filter((answer) => answer.inserted).map((answer) => answer.id));
  return { answers, fresh: tasks.filter(({ id }) => inserted.has(id)) };
};

/** Adds the jobs of tasks that are committed; never rejects. */
export const dispatchTasks = async (
  { queue, log }: { readonly queue: Queue; readonly log: Logger },
  { fresh }: Pick<StagedTasks, 'fresh'>,
): Promise<void> => {
  if (fresh.length > 0) await addJobs(queue, log, fresh);
};
