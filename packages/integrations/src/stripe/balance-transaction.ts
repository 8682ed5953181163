import type { Stripe } from 'stripe';
import { idOrNull, momentOf } from './values.ts';

/** What moved on the account's balance, in minor units. It never changes once it is there. */
export interface StripeBalanceTransaction {
  readonly id: string;
  /** `charge`, `refund`, `adjustment` (disputes), `payout` and many others. */
  readonly type: string;
  readonly reportingCategory: string;
  /** The charge, refund or dispute that moved it. */
  readonly sourceId: string | null;
  readonly status: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly feeMinor: number;
  readonly netMinor: number;
  readonly availableOn: Date;
  readonly created: Date;
}

export const toBalanceTransaction = (one: Stripe.BalanceTransaction): StripeBalanceTransaction => ({
  id: one.id,
  type: one.type,
  reportingCategory: one.reporting_category,
  sourceId: idOrNull(one.source),
  status: one.status,
  currency: one.currency,
  amountMinor: one.amount,
  feeMinor: one.fee,
  netMinor: one.net,
  availableOn: momentOf(one.available_on),
  created: momentOf(one.created),
});
