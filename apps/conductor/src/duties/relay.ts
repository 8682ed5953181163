import { takeTasksToRelay, type Database } from '@sherpa/db';
import type { Queue } from '@sherpa/queue';
import type { Duty } from '../duty.ts';

export interface RelayDeps {
  readonly db: Database;
  readonly queue: Queue;
  readonly everyMs: number;
}

const BATCH = 1_000;

/**
 * Adds the jobs that the fast path missed: a crash between commit and add, a retry whose job is gone,
 * a lost queue. What is in the queue already stays as it is.
 */
export const makeRelay = ({ db, queue, everyMs }: RelayDeps): Duty => ({
  name: 'relay',
  everyMs,
  perform: async () => {
    const tasks = await takeTasksToRelay(db.engine, BATCH);
    for (const [agent, group] of Map.groupBy(tasks, (task) => task.agent)) {
      await queue.ensure(
        agent,
        group.map(({ id, type, priority }) => ({ taskId: id, type, priority, delayMs: 0 })),
      );
    }
    return tasks.length === BATCH;
  },
});
