import type { JobsOptions } from 'bullmq';
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

/** BullMQ keeps 21 bits: ten for our priority, eleven for the rank among equal ones. */
const RANKS = 2_048;
const MAX_PRIORITY = 1_023;

const within = (value: number, max: number): number => Math.min(Math.max(Math.trunc(value), 0), max);

/** Our priority of a job, from BullMQ's. */
export const priorityOf = (bullPriority = 0): number => Math.floor(bullPriority / RANKS);

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
    priority: within(entry.priority, MAX_PRIORITY) * RANKS + within(entry.rank ?? 0, RANKS - 1),
    delay: clampDelayMs(entry.delayMs),
  },
});
