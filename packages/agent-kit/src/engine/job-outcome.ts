import type { Claim, Finish } from '@sherpa/db';
import type { JobOutcome } from '@sherpa/queue';
import { toReason } from './outcome.ts';

/** What becomes of a job whose task could not be claimed. */
export const afterClaim = (claim: Exclude<Claim, { kind: 'claimed' }>): JobOutcome => {
  switch (claim.kind) {
    case 'finished':
      return { kind: 'done' };
    case 'later':
      return { kind: 'later', afterMs: claim.afterMs };
    case 'unknown':
      return { kind: 'failed', reason: 'The ledger has no such task for this agent.' };
  }
};

/** What becomes of a job whose task's attempt was recorded. */
export const afterFinish = ({ outcome }: Finish): JobOutcome => {
  switch (outcome.status) {
    case 'completed':
      return { kind: 'done' };
    case 'pending':
      return outcome.counted
        ? { kind: 'retry', afterMs: outcome.delayMs, reason: toReason(outcome.error) }
        : { kind: 'later', afterMs: outcome.delayMs };
    case 'failed':
    case 'cancelled':
      return { kind: 'failed', reason: toReason(outcome.error) };
  }
};
