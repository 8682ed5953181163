import type { Claim, Finish } from '@sherpa/db';
import { done, type JobOutcome, type PickedJob } from '@sherpa/queue';
import { toReason } from './outcome.ts';

/**
 * What becomes of a job whose task could not be claimed. Where the ledger knows of a failure that the
 * job does not show (its task came in a pack then), the job is moved to where people look for it.
 */
export const afterClaim = (
  claim: Exclude<Claim, { kind: 'claimed' }>,
  job: Pick<PickedJob, 'attempt'>,
): JobOutcome => {
  switch (claim.kind) {
    case 'finished':
      return claim.status === 'failed' && claim.error !== null
        ? { kind: 'failed', reason: toReason(claim.error) }
        : done;
    case 'later':
      return claim.error !== null && claim.attempts >= job.attempt
        ? { kind: 'retry', afterMs: claim.afterMs, reason: toReason(claim.error) }
        : { kind: 'later', afterMs: claim.afterMs };
    case 'queued':
      return done;
    case 'unknown':
      return { kind: 'failed', reason: 'The ledger has no such task for this agent.' };
  }
};

/** What becomes of a job whose task's attempt was recorded. */
export const afterFinish = ({ outcome, hasOwnJob }: Finish): JobOutcome => {
  // A pack has done its part with every end that was recorded: what is left got a job of its own.
  if (!hasOwnJob) return done;
  switch (outcome.status) {
    case 'completed':
    case 'waiting':
      return done;
    case 'pending':
      return outcome.counted
        ? { kind: 'retry', afterMs: outcome.delayMs, reason: toReason(outcome.error) }
        : { kind: 'later', afterMs: outcome.delayMs };
    case 'failed':
    case 'cancelled':
      return { kind: 'failed', reason: toReason(outcome.error) };
  }
};
