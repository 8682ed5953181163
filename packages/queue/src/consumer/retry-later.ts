import type { BackoffStrategy } from 'bullmq';
import { settings } from '../settings.ts';

/** Thrown into BullMQ to say: this attempt failed for this reason, come again after so long. */
export class RetryLater extends Error {
  readonly afterMs: number;

  constructor(reason: string, afterMs: number) {
    super(reason);
    this.name = 'RetryLater';
    // BullMQ stores stacks and Bull Board shows them; where in the queue this was thrown helps nobody.
    this.stack = reason;
    this.afterMs = afterMs;
  }
}

/** Rest after an attempt that broke, doubling from a second to a minute. */
export const brokenRetryMs = (attempt: number): number =>
  Math.min(settings.brokenRetryMs * 2 ** (Math.max(attempt, 1) - 1), settings.maxBrokenRetryMs);

/** Takes the delay from the error; any other error is one of the engine or of the connection. */
export const backoffStrategy: BackoffStrategy = (attempt, _type, error) =>
  error instanceof RetryLater ? error.afterMs : brokenRetryMs(attempt);
