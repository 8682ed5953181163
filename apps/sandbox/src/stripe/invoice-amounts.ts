import type { StripeInvoice } from './records/billing.ts';

/** What the customer is asked for: the total less balance and credit notes, never less than nothing. */
export const amountDueOf = ({ amount, appliedBalance, creditedAmount }: StripeInvoice): number =>
  Math.max(amount + appliedBalance - creditedAmount, 0);

/** Only automatic tries are counted. */
export const wasTried = ({ attemptCount }: StripeInvoice): boolean => attemptCount > 0;
