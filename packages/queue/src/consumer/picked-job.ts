import type { Json } from '@sherpa/core';
import type { Job } from 'bullmq';
import { z } from 'zod';
import { withQueueErrors } from '../queue-error.ts';

/** How far a job has come, as shown beside it. */
export type JobProgress = number | { readonly [key: string]: Json };

/** A job a consumer has taken and must give an outcome for. */
export interface PickedJob {
  readonly id: string;
  readonly type: string;
  /** Which try this is by the queue's own count, from 1. The ledger's count is the one that matters. */
  readonly attempt: number;
  readonly addedAt: Date;
  /** Undefined if the job was put there by someone else (a script, Bull Board); see `adopt`. */
  readonly taskId: string | undefined;
  readonly data: unknown;
  /** Makes this the job of a task: from now on its data is the task's id and nothing else. */
  adopt(taskId: string): Promise<void>;
  reportProgress(progress: JobProgress): Promise<void>;
}

/** Exactly this: the payload of a foreign job may well have a field of that name among others. */
const ownData = z.strictObject({ taskId: z.string().min(1) });

/** BullMQ's job as a handler sees it. */
export const toPickedJob = (job: Job<unknown>): PickedJob => {
  const own = ownData.safeParse(job.data);
  return {
    id: job.id ?? '',
    type: job.name,
    attempt: job.attemptsMade + 1,
    addedAt: new Date(job.timestamp),
    taskId: own.success ? own.data.taskId : undefined,
    data: job.data,
    adopt: (taskId) => withQueueErrors(() => job.updateData({ taskId })),
    reportProgress: (progress) => withQueueErrors(() => job.updateProgress(progress)),
  };
};
