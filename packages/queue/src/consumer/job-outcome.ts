import { z } from 'zod';

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

/** The outcome of a job of which nothing is left to do. */
export const done: JobOutcome = { kind: 'done' };

/** The outcome a handler gave, or a `ZodError` if it is none. */
export const parseOutcome = (outcome: unknown): JobOutcome =>
  outcome === done ? done : outcomeSchema.parse(outcome);
