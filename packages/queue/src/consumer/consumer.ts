import { AppError } from '@sherpa/core';
import { Worker, type Job } from 'bullmq';
import type { Backend } from '../backend.ts';
import { queueName } from '../names.ts';
import { toQueueError } from '../queue-error.ts';
import { settings } from '../settings.ts';
import { within } from '../within.ts';
import type { JobOutcome } from './job-outcome.ts';
import type { PickedJob } from './picked-job.ts';
import { makeProcessor } from './process-job.ts';
import { backoffStrategy } from './retry-later.ts';

export interface ConsumeOptions {
  readonly agent: string;
  /** Jobs handled at the same time. */
  readonly concurrency: number;
  /** A job whose process has not been heard of for so long is given to another, after up to twice this time, mostly sooner. */
  readonly lockMs: number;
  readonly handle: (job: PickedJob) => Promise<JobOutcome>;
  /** Told of lost connections, lost locks and handlers that threw; none of them stops the consumer. */
  readonly onError: (error: AppError) => void;
}

/** A running consumer of one agent's queue. */
export interface Consumer {
  /**
   * Takes no more jobs and waits for the running ones until the deadline; those still running then go
   * back into the queue, and what their handlers do afterwards is not waited for. Always ends, even if
   * the server does not answer. Calling it again waits for the same end.
   */
  close(options: { readonly deadlineMs: number }): Promise<void>;
  /** When a job was last taken or finished. */
  lastJobAt(): Date | undefined;
  /** False once closing has begun, or if the fetch loop has ended against all expectation. */
  isRunning(): boolean;
}

/** Starts a consumer over connections of its own. */
export const makeConsumer = (backend: Backend, options: ConsumeOptions): Consumer => {
  const connection = backend.connectConsumer();
  let lastJobAt: Date | undefined;
  let closing: Promise<void> | undefined;
  const processor = makeProcessor(options);

  const worker = new Worker(
    queueName(options.agent),
    async (job: Job, token?: string): Promise<void> => {
      lastJobAt = new Date();
      await processor.process(job, token).finally(() => {
        lastJobAt = new Date();
      });
    },
    {
      connection: {},
      prefix: backend.prefix,
      concurrency: options.concurrency,
      lockDuration: options.lockMs,
      // It takes one look to suspect a job and a second one to move it: three looks in a lock time.
      stalledInterval: Math.ceil(options.lockMs / 3),
      maxStalledCount: settings.unlimited,
      runRetryDelay: settings.failedFetchRestMs,
      removeOnComplete: { count: settings.keepCompleted },
      removeOnFail: { count: settings.keepFailed },
      settings: { backoffStrategy },
    },
    connection.connect,
  );
  worker.on('error', (error) => options.onError(toQueueError(error)));

  const close = async (deadlineMs: number): Promise<void> => {
    processor.stop();
    const closed = worker.close();
    if (await within(deadlineMs, closed)) return;
    processor.giveUp();
    if (await within(settings.closeGraceMs, closed)) return;
    // Stops BullMQ's own timers, which would outlive it: its close hangs on a server that is gone.
    worker.pause(true).catch(() => undefined);
    connection.destroy();
    options.onError(
      new AppError('A consumer was closed without its server answering.', {
        details: { agent: options.agent },
      }),
    );
  };

  return {
    close: ({ deadlineMs }) => {
      closing ??= close(deadlineMs);
      return closing;
    },
    lastJobAt: () => lastJobAt,
    isRunning: () => closing === undefined && worker.isRunning(),
  };
};
