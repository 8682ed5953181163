import { newId, type AppError } from '@sherpa/core';
import { onTestFinished } from 'vitest';
import type { Consumer } from '../consumer/consumer.ts';
import type { JobOutcome } from '../consumer/job-outcome.ts';
import type { PickedJob } from '../consumer/picked-job.ts';
import type { JobEntry } from '../producer/job-entry.ts';
import type { Queue } from '../queue.ts';

/** A consumer that keeps what it was given. */
export interface Recording {
  readonly consumer: Consumer;
  readonly jobs: PickedJob[];
  readonly errors: AppError[];
}

interface RecordingOptions {
  readonly agent: string;
  readonly concurrency?: number;
  readonly lockMs?: number;
  readonly handle?: (job: PickedJob) => Promise<JobOutcome> | JobOutcome;
}

/** Consumes and records until the test ends. */
export const startRecording = (queue: Queue, options: RecordingOptions): Recording => {
  const jobs: PickedJob[] = [];
  const errors: AppError[] = [];
  const consumer = queue.consume({
    agent: options.agent,
    concurrency: options.concurrency ?? 1,
    lockMs: options.lockMs ?? 30_000,
    handle: async (job) => {
      jobs.push(job);
      return (await options.handle?.(job)) ?? { kind: 'done' };
    },
    onError: (error) => errors.push(error),
  });
  onTestFinished(() => consumer.close({ deadlineMs: 100 }));
  return { consumer, jobs, errors };
};

/** A task's entry with everything filled in. */
export const entry = (over: Partial<JobEntry> = {}): JobEntry => {
  const id = over.id ?? newId();
  return { id, taskIds: [id], type: 'contact.sync', priority: 100, delayMs: 0, ...over };
};

/** A promise and its resolver, to hold a handler until the test lets go. */
export const makeGate = (): { readonly opened: Promise<void>; readonly open: () => void } => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: () => resolve() };
};
