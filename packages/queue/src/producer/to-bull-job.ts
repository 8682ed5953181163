import { PRIORITY_LIMIT, type JobsOptions } from 'bullmq';
import type { JobEntry } from './job-entry.ts';
import { settings } from '../settings.ts';

/** What BullMQ's addBulk takes. */
export interface BullJob {
  readonly name: string;
  readonly data: { readonly taskId: string } | { readonly taskIds: readonly string[] };
  readonly opts: JobsOptions;
}

/** A delay BullMQ can keep: whole milliseconds, not negative, at most a year. */
export const clampDelayMs = (delayMs: number): number =>
  Math.min(Math.max(Math.ceil(delayMs), 0), settings.maxDelayMs);

const dataOf = ({ id, taskIds }: JobEntry): BullJob['data'] =>
  taskIds.length === 1 && taskIds[0] === id ? { taskId: id } : { taskIds };

/**
 * A task's entry as a BullMQ job. Our priority is BullMQ's: both run lower numbers first, and its 0
 * ("none") goes before all others. How a job is retried and kept is said by the consumer, so that
 * nothing of it is stored with each job.
 */
export const toBullJob = (entry: JobEntry): BullJob => ({
  name: entry.type,
  data: dataOf(entry),
  opts: {
    jobId: entry.id,
    priority: Math.min(Math.max(Math.trunc(entry.priority), 0), PRIORITY_LIMIT),
    delay: clampDelayMs(entry.delayMs),
  },
});
