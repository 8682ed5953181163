import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../log/logger.ts';
import { listenForStop } from './stop-requests.ts';

/** What a process runs until it is asked to end. */
export interface Running {
  /** Takes no new work, ends or hands back what runs, closes what is open. Called once. */
  stop(): Promise<void>;
  /** For a process that ends by itself: when it resolves, the process stops; when it rejects, it failed. */
  readonly ended?: Promise<void> | undefined;
}

/** What `runProcess` needs. */
export interface ProcessOptions {
  readonly name: string;
  readonly log: Logger;
  /** How long the stop may take, in milliseconds. */
  readonly drainMs: number;
  readonly start: () => Promise<Running>;
}

const CLEAN = 0;
const FAILED = 1;

type Outcome = 'stopped' | 'failed' | 'late';

const stopWithin = async (started: Promise<Running>, { drainMs, log }: ProcessOptions): Promise<Outcome> => {
  const stopping = started
    .then(async (running) => running.stop())
    .then(
      () => 'stopped' as const,
      (err: unknown) => {
        log.error('The process could not stop cleanly.', { error: err });
        return 'failed' as const;
      },
    );
  return Promise.race([stopping, sleep(drainMs, 'late' as const)]);
};

// Not before the current turn is over: a signal that comes during the start must find its listener.
const startSoon = async ({ start }: ProcessOptions): Promise<Running> => Promise.resolve().then(start);

/**
 * Runs a process from start to exit code. SIGINT, SIGTERM or the loss of the parent let it drain: 0
 * when that ends within `drainMs`, else 1. The same signal once more ends it at once with 1. An
 * uncaught error, or a start that fails, is logged, then drains, then 1.
 */
export const runProcess = (options: ProcessOptions): void => {
  const { log, name } = options;
  const started = startSoon(options);
  let exitCode = CLEAN;
  let ending = false;

  const end = async (reason: string): Promise<void> => {
    log.info('Stopping.', { process: name, reason: reason.replaceAll(' ', '-') });
    const outcome = await stopWithin(started, options);
    if (outcome === 'late') {
      log.error('The process did not stop in time.', { process: name, drainMs: options.drainMs });
    }
    const code = outcome === 'stopped' ? exitCode : FAILED;
    log.info('Stopped.', { process: name, exitCode: code });
    await log.flush();
    process.exit(code);
  };

  const endOnce = (reason: string): void => {
    if (ending) return;
    ending = true;
    void end(reason);
  };

  const fail = (message: string, error: unknown): void => {
    exitCode = FAILED;
    log.error(message, { process: name, error });
    endOnce('failure');
  };

  process.on('uncaughtException', (err: unknown) => {
    fail('An error was not caught.', err);
  });
  process.on('unhandledRejection', (err: unknown) => {
    fail('A rejected promise was not handled.', err);
  });
  listenForStop({
    onStop: endOnce,
    onImpatience: () => process.exit(FAILED),
    nowMs: () => performance.now(),
  });
  started.then(
    (running) =>
      running.ended?.then(
        () => {
          endOnce('done');
        },
        (err: unknown) => {
          fail('The process failed.', err);
        },
      ),
    (err: unknown) => {
      fail('The process could not start.', err);
    },
  );
};
