import type { Json } from '@sherpa/core';
import type { Job } from 'bullmq';
import { z } from 'zod';
import { priorityOf } from '../producer/to-bull-job.ts';
import { withQueueErrors } from '../queue-error.ts';

/** How far a job has come, as shown beside it. */
export type JobProgress = number | { readonly [key: string]: Json };

/** A job a consumer has taken and must give an outcome for. */
export interface PickedJob {
  readonly id: string;
  readonly type: string;
  readonly priority: number;
  /** Which try this is by the queue's own count, from 1. The ledger's count is the one that matters. */
  readonly attempt: number;
  /** A worker had it before and was not heard of again. */
  readonly wasStalled: boolean;
  readonly addedAt: Date;
  /**
   * The tasks it points at: one, or those of a pack. Undefined if it was put there by someone else (a
   * script, Bull Board); see `adopt`.
   */
  readonly taskIds: readonly string[] | undefined;
  readonly data: unknown;
  /** Makes this the job of a task: from now on its data is the task's id and nothing else. */
  adopt(taskId: string): Promise<void>;
  reportProgress(progress: JobProgress): Promise<void>;
  /** Makes room for that many tasks more, before the outcome: they no longer take up anybody's time. */
  release(count: number): void;
}

const isId = (value: unknown): value is string => typeof value === 'string' && value !== '';
const packData = z.strictObject({ taskIds: z.array(z.string().min(1)).min(1) });

/**
 * The tasks that a job's data names. Exactly this: the payload of a foreign job may well have a field
 * of that name among others.
 */
export const taskIdsOf = (data: unknown): readonly string[] | undefined => {
  if (typeof data !== 'object' || data === null) return undefined;
  if ('taskId' in data)
    return isId(data.taskId) && Object.keys(data).length === 1 ? [data.taskId] : undefined;
  const pack = packData.safeParse(data);
  return pack.success ? pack.data.taskIds : undefined;
};

/** BullMQ's job as a handler sees it. */
export const toPickedJob = (job: Job, release: (count: number) => void): PickedJob => ({
  id: job.id ?? '',
  type: job.name,
  priority: priorityOf(job.opts.priority),
  attempt: job.attemptsMade + 1,
  wasStalled: job.stalledCounter > 0,
  addedAt: new Date(job.timestamp),
  taskIds: taskIdsOf(job.data),
  data: job.data,
  adopt: (taskId) => withQueueErrors(() => job.updateData({ taskId })),
  reportProgress: (progress) => withQueueErrors(() => job.updateProgress(progress)),
  release,
});
