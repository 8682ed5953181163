import {
  clearOutbox,
  getTask,
  retryConflicts,
  retryTasks,
  stageJobs,
  type Database,
  type ReadyTask,
  type StagedJobs,
} from '@sherpa/db';
import type { Queue } from '@sherpa/queue';
import { allowed, refused, type BoardAnswer } from './board-answer.ts';
import { BOARD_PAGE, type BoardJob, type BoardJobs } from './board-jobs.ts';

export interface RetryDeps {
  readonly db: Pick<Database, 'engine' | 'hot'>;
  readonly queue: Pick<Queue, 'remove'>;
  readonly jobs: BoardJobs;
  readonly dispatch: (staged: StagedJobs) => Promise<void>;
}

interface Retried {
  readonly moved: readonly ReadyTask[];
  readonly staged: StagedJobs;
}

const retryInLedger = ({ db }: RetryDeps, ids: readonly string[]): Promise<Retried> =>
  retryConflicts(() =>
    db.engine.transaction().execute(async (tx) => {
      const moved = await retryTasks(tx, ids);
      return { moved, staged: await stageJobs(tx, moved) };
    }),
  );

/** What keeps the task from being retried, where that is what has become of it. */
const statusAgainst = async ({ db }: RetryDeps, ids: readonly string[]): Promise<string | undefined> => {
  const [id] = ids;
  const task = id === undefined || ids.length > 1 ? undefined : await getTask(db.engine, id);
  return task === undefined || task.status === 'failed' || task.status === 'cancelled'
    ? undefined
    : `The task is ${task.status}: only a failed or cancelled one can be retried.`;
};

const HELD = 'Another task has taken its key since: wait for that one, or cancel it first.';
const NONE = 'None of its tasks can be retried: they have not failed, or others have taken their keys.';

/** Retries one job's tasks in the ledger, so that what the board does to the job afterwards finds work. */
export const retryJob = async (
  deps: RetryDeps,
  job: BoardJob,
): Promise<{ readonly answer: BoardAnswer; readonly done?: () => Promise<void> }> => {
  const state = await job.state();
  const { taskIds } = job;
  if (taskIds === undefined) return { answer: allowed };
  if (state !== 'failed' && state !== 'completed') {
    const against = await statusAgainst(deps, taskIds);
    return { answer: against === undefined ? allowed : refused(against) };
  }
  const { moved, staged } = await retryInLedger(deps, taskIds);
  if (moved.length === 0) {
    const why = (await statusAgainst(deps, taskIds)) ?? (taskIds.length === 1 ? HELD : NONE);
    return { answer: refused(why) };
  }
  // Tasks of a pack that failed have jobs of their own among the failed ones.
  const others = moved.map(({ id }) => id).filter((id) => id !== job.id);
  await deps.queue.remove(job.agent, others);
  // Should the board fail at the job, the conductor adds what the outbox still names.
  return { answer: allowed, done: () => clearOutbox(deps.db.hot, [staged.outboxId]) };
};

const retryPage = async (deps: RetryDeps, page: readonly BoardJob[]): Promise<number> => {
  const foreign = page.filter((job) => job.taskIds === undefined);
  await Promise.all(foreign.map((job) => job.retry()));
  const { moved, staged } = await retryInLedger(
    deps,
    page.flatMap((job) => job.taskIds ?? []),
  );
  const ids = new Set(moved.map((task) => task.id));
  const again = page.filter((job) => job.taskIds?.some((id) => ids.has(id)));
  for (const [agent, jobs] of Map.groupBy(again, (job) => job.agent)) {
    const own = jobs.flatMap((job) => job.taskIds?.filter((id) => ids.has(id)) ?? []);
    await deps.queue.remove(agent, [...new Set([...jobs.map((job) => job.id), ...own])]);
  }
  await deps.dispatch(staged);
  return foreign.length + again.length;
};

/** Retries every failed job of a queue whose tasks the ledger lets go on. */
export const retryFailed = async (
  deps: RetryDeps,
  queueName: string,
): Promise<{ readonly retried: number; readonly skipped: number }> => {
  let retried = 0;
  let skipped = 0;
  const seen = new Set<string>();
  for (;;) {
    // What was retried has left the list; what could not be still heads it.
    const page = await deps.jobs.page(queueName, 'failed', skipped);
    const fresh = page.filter((job) => !seen.has(job.id));
    if (fresh.length === 0) return { retried, skipped };
    for (const job of fresh) seen.add(job.id);
    const count = await retryPage(deps, fresh);
    retried += count;
    skipped += fresh.length - count;
    if (page.length < BOARD_PAGE) return { retried, skipped };
  }
};
