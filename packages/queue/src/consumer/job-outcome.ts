import { DelayedError, UnrecoverableError, type Job } from 'bullmq';
import { z } from 'zod';
import { clampDelayMs } from '../producer/to-bull-job.ts';
import { settings } from '../settings.ts';
import { RetryLater } from './retry-later.ts';

const afterMs = z.number().nonnegative();
const reason = z.string();

const outcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done') }),
  z.object({ kind: z.literal('retry'), afterMs, reason }),
  z.object({ kind: z.literal('later'), afterMs }),
  z.object({ kind: z.literal('failed'), reason }),
]);

/**
 * What becomes of a job: done; tried again after a failed attempt, with the reason in sight; back
 * later without an attempt being counted; or failed for good and kept with its reason.
 */
export type JobOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'retry'; readonly afterMs: number; readonly reason: string }
  | { readonly kind: 'later'; readonly afterMs: number }
  | { readonly kind: 'failed'; readonly reason: string };

/** The outcome a handler gave, or a `ZodError` if it is none. */
export const parseOutcome = (outcome: unknown): JobOutcome => outcomeSchema.parse(outcome);

const failure = (text: string): UnrecoverableError => {
  const error = new UnrecoverableError(text.slice(0, settings.maxReasonLength));
  error.stack = error.message;
  return error;
};

/** Does to the job what the outcome says. BullMQ takes anything but completion as a thrown error. */
export const settleJob = async (job: Job, token: string, outcome: JobOutcome): Promise<void> => {
  switch (outcome.kind) {
    case 'done':
      return;
    case 'retry':
      throw new RetryLater(outcome.reason.slice(0, settings.maxReasonLength), clampDelayMs(outcome.afterMs));
    case 'later':
      await job.moveToDelayed(Date.now() + clampDelayMs(outcome.afterMs), token);
      throw new DelayedError();
    case 'failed':
      throw failure(outcome.reason);
  }
};
