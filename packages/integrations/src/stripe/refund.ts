import type { Stripe } from 'stripe';
import { idOrNull, metadataOf, momentOf } from './values.ts';

/** Money given back, in minor units. */
export interface StripeRefund {
  readonly id: string;
  readonly chargeId: string | null;
  readonly paymentIntentId: string | null;
  readonly balanceTransactionId: string | null;
  /** `pending`, `succeeded`, `failed` (also long after it succeeded), `canceled`, or what Stripe invents later. */
  readonly status: string | null;
  readonly currency: string;
  readonly amountMinor: number;
  readonly reason: string | null;
  readonly failureReason: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly created: Date;
}

export const toRefund = (refund: Stripe.Refund): StripeRefund => ({
  id: refund.id,
  chargeId: idOrNull(refund.charge),
  paymentIntentId: idOrNull(refund.payment_intent),
  balanceTransactionId: idOrNull(refund.balance_transaction),
  status: refund.status,
  currency: refund.currency,
  amountMinor: refund.amount,
  reason: refund.reason,
  failureReason: refund.failure_reason ?? null,
  metadata: metadataOf(refund.metadata),
  created: momentOf(refund.created),
});
