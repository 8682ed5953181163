import { cancelPendingTasks, type Database } from '@sherpa/db';
import type { Queue } from '@sherpa/queue';
import { allowed, refused, type BoardAnswer } from './board-answer.ts';
import type { BoardJob, BoardJobs, LiveState } from './board-jobs.ts';

export interface RemoveDeps {
  readonly db: Pick<Database, 'engine'>;
  readonly queue: Pick<Queue, 'remove'>;
  readonly jobs: BoardJobs;
}

const live: readonly string[] = ['waiting', 'prioritized', 'delayed'] satisfies readonly LiveState[];

const isLive = (state: string): state is LiveState => live.includes(state);

/** Whoever takes a job out of the queue wants its tasks not done; one that has ended leaves only the list. */
export const removeJob = async ({ db }: RemoveDeps, job: BoardJob): Promise<BoardAnswer> => {
  const state = await job.state();
  if (state === 'active')
    return refused('The job runs. Cancel its task instead: `sherpa tasks cancel <id>`, or the API.');
  if (isLive(state)) await cancelPendingTasks(db.engine, job.taskIds ?? []);
  return allowed;
};

const removeAll = async (deps: RemoveDeps, queueName: string, state: LiveState): Promise<void> => {
  const seen = new Set<string>();
  for (;;) {
    const page = await deps.jobs.page(queueName, state, 0);
    // One that cannot be removed has begun to run; it is not waited for.
    const fresh = page.filter((job) => !seen.has(job.id));
    if (fresh.length === 0) return;
    for (const job of fresh) seen.add(job.id);
    await cancelPendingTasks(
      deps.db.engine,
      fresh.flatMap((job) => job.taskIds ?? []),
    );
    for (const [agent, jobs] of Map.groupBy(fresh, (job) => job.agent))
      await deps.queue.remove(
        agent,
        jobs.map((job) => job.id),
      );
  }
};

const EMPTIES: readonly LiveState[] = ['waiting', 'prioritized'];

/** What "empty" means to BullMQ: everything that waits, and not what is delayed. */
export const emptyQueue = async (deps: RemoveDeps, queueName: string): Promise<BoardAnswer> => {
  for (const state of EMPTIES) await removeAll(deps, queueName, state);
  return allowed;
};

/** The lists of what has ended are only lists; what is still to run is cancelled. */
export const cleanQueue = async (
  deps: RemoveDeps,
  queueName: string,
  status: string,
): Promise<BoardAnswer> => {
  const state = status === 'wait' ? 'waiting' : status;
  if (state === 'completed' || state === 'failed') return allowed;
  if (!isLive(state))
    return refused(
      'Jobs that run are not cleaned. Cancel their tasks: `sherpa tasks cancel <id>`, or the API.',
    );
  await removeAll(deps, queueName, state);
  return allowed;
};
