import { toAppError } from '@sherpa/core';
import type { Queue } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';

/** What a task's job is made of. */
export interface Enqueued {
  readonly id: string;
  readonly agent: string;
  readonly type: string;
  readonly priority: number;
  readonly delayMs: number;
}

/**
 * Adds the jobs of committed tasks, the fast path after every commit. It never rejects: a job that
 * could not be added is the conductor's relay's to add.
 */
export const addJobs = async (queue: Queue, log: Logger, tasks: readonly Enqueued[]): Promise<void> => {
  const byAgent = Map.groupBy(tasks, (task) => task.agent);
  await Promise.all(
    [...byAgent].map(async ([agent, group]) => {
      try {
        await queue.add(
          agent,
          group.map(({ id, type, priority, delayMs }) => ({ taskId: id, type, priority, delayMs })),
        );
      } catch (err) {
        log.warn('jobs not added; the relay will', { agent, count: group.length, error: toAppError(err) });
      }
    }),
  );
};
