import type { Queue as BullQueue } from 'bullmq';
import type { Backend } from '../backend.ts';
import { chunksOf } from '../chunks.ts';
import type { JobCounts, JobEntry } from './job-entry.ts';
import { settings } from '../settings.ts';
import type { BullQueues } from './bull-queues.ts';
import { toBullJob } from './to-bull-job.ts';

/** What can be done to queues from outside a worker. */
export interface Producer {
  add(agent: string, entries: readonly JobEntry[]): Promise<void>;
  ensure(agent: string, entries: readonly JobEntry[]): Promise<void>;
  remove(agent: string, taskIds: readonly string[]): Promise<void>;
  counts(agent: string): Promise<JobCounts>;
  /** Whether there are jobs that any idle consumer would have to take: some wait, and nothing holds them back. */
  hasOpenJobs(agent: string): Promise<boolean>;
}

const addChunk = async (queue: BullQueue, entries: readonly JobEntry[]): Promise<void> => {
  const jobs = entries.map(toBullJob);
  const [first] = jobs;
  // On Postgres the bulk call sets up temporary tables, which a lone job should not pay for.
  if (first !== undefined && jobs.length === 1) await queue.add(first.name, first.data, first.opts);
  else await queue.addBulk(jobs);
};

/** Round trips grow with the number of chunks, never with the number of jobs. */
export const makeProducer = (backend: Backend, queues: BullQueues): Producer => ({
  add: async (agent, entries) => {
    for (const chunk of chunksOf(entries, settings.chunkSize)) await addChunk(queues.of(agent), chunk);
  },
  ensure: async (agent, entries) => {
    for (const chunk of chunksOf(entries, settings.chunkSize)) {
      const queue = queues.of(agent);
      await backend.removeFinished(
        queue,
        chunk.map((entry) => entry.id),
      );
      await addChunk(queue, chunk);
    }
  },
  remove: async (agent, taskIds) => {
    for (const chunk of chunksOf(taskIds, settings.chunkSize))
      await backend.removeJobs(queues.of(agent), chunk);
  },
  counts: async (agent) => {
    const queue = queues.of(agent);
    const [counts, plain] = await Promise.all([
      queue.getJobCounts('prioritized', 'active', 'delayed', 'failed', 'completed'),
      // On Postgres BullMQ's "waiting" is 0 while the queue is paused; this count is not.
      queue.getCountsPerPriority([0]),
    ]);
    return {
      waiting: (counts['prioritized'] ?? 0) + (plain['0'] ?? 0),
      active: counts['active'] ?? 0,
      delayed: counts['delayed'] ?? 0,
      failed: counts['failed'] ?? 0,
      completed: counts['completed'] ?? 0,
    };
  },
  hasOpenJobs: async (agent) => {
    const queue = queues.of(agent);
    const [counts, { paused, concurrency, max }] = await Promise.all([
      queue.getJobCounts('wait', 'prioritized'),
      queue.getMeta(),
    ]);
    const waiting = (counts['wait'] ?? 0) + (counts['prioritized'] ?? 0);
    // Whoever has set a limit of BullMQ's own wants jobs to wait.
    return waiting > 0 && paused !== true && concurrency === undefined && max === undefined;
  },
});
