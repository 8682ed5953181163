import { AppError } from '@sherpa/core';
import type { Backend, Connect } from '../backend.ts';
import { queueName } from '../names.ts';
import { toQueueError, withQueueErrors } from '../queue-error.ts';
import { settings } from '../settings.ts';
import { within } from '../within.ts';
import { makeCapacity } from './capacity.ts';
import { startFetchLoop } from './fetch-loop.ts';
import { FetchingWorker } from './fetching-worker.ts';
import type { JobOutcome } from './job-outcome.ts';
import { makeJobsInHand } from './jobs-in-hand.ts';
import type { PickedJob } from './picked-job.ts';
import { makeReadAhead } from './read-ahead.ts';
import { reportLosses } from './report-losses.ts';
import { backoffStrategy } from './retry-later.ts';
import { watchConsumption } from './watch-consumption.ts';

export interface ConsumeOptions {
  readonly agent: string;
  /** Tasks in hand at the same time. */
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
  /**
   * Proof that jobs are taken, not only that there is a connection: false if it does not run, or if jobs
   * have been waiting for ten seconds and it has taken none although it has room. Rejects if the server
   * does not answer.
   */
  isConsuming(): Promise<boolean>;
  /** False once closing has begun, or if the fetch loop has ended against all expectation. */
  isRunning(): boolean;
}

const openWorker = (options: ConsumeOptions, prefix: string, connect: Connect): FetchingWorker => {
  const worker = new FetchingWorker(
    queueName(options.agent),
    {
      connection: {},
      prefix,
      lockDuration: options.lockMs,
      // It takes one look to suspect a job and a second one to move it: three looks in a lock time.
      stalledInterval: Math.ceil(options.lockMs / 3),
      maxStalledCount: settings.unlimited,
      runRetryDelay: settings.failedFetchRestMs,
      removeOnComplete: { count: settings.keepCompleted },
      removeOnFail: { count: settings.keepFailed, age: settings.keepFailedSeconds },
      settings: { backoffStrategy },
    },
    connect,
  );
  worker.on('error', (error) => options.onError(toQueueError(error)));
  return worker;
};

const now = (): number => performance.now();

/** Starts a consumer over connections of its own. */
export const makeConsumer = (
  backend: Backend,
  options: ConsumeOptions,
  hasOpenJobs: () => Promise<boolean>,
): Consumer => {
  const { onError } = options;
  const capacity = makeCapacity(options.concurrency, makeReadAhead(now));
  const connection = backend.connectConsumer();
  const worker = openWorker(options, backend.prefix, connection.connect);
  let lastJobAt: Date | undefined;
  let lastTakenMs = now();
  let closing: Promise<void> | undefined;
  const onActivity = (): void => {
    lastJobAt = new Date();
    lastTakenMs = now();
  };
  const onLost = reportLosses(options);
  const inHand = makeJobsInHand({ ...options, worker, capacity, onActivity, onLost });
  const loop = startFetchLoop({ worker, capacity, onError, ...inHand });
  const watch = watchConsumption({
    ...options,
    capacity,
    hasOpenJobs,
    lastTakenMs: () => lastTakenMs,
    heal: connection.reset,
  });
  const isRunning = (): boolean => closing === undefined && loop.isRunning();

  const close = async (deadlineMs: number): Promise<void> => {
    watch.stop();
    inHand.stopFetching();
    const idle = loop.stop().then(() => inHand.idle());
    if (!(await within(deadlineMs, idle))) {
      inHand.giveUp();
      await within(settings.closeGraceMs, idle);
    }
    if (await within(settings.closeGraceMs, worker.close())) return;
    // Stops BullMQ's own timers, which would outlive it: its close hangs on a server that is gone.
    worker.pause(true).catch(() => undefined);
    connection.destroy();
    onError(
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
    isConsuming: () =>
      withQueueErrors(async () => {
        await backend.ping();
        return isRunning() && watch.isConsuming();
      }),
    isRunning,
  };
};
