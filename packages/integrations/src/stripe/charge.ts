import type { Stripe } from 'stripe';
import { idOrNull, momentOf } from './values.ts';

/** One try at taking money, amounts in minor units. Its invoice is found by way of the payment intent. */
export interface StripeCharge {
  readonly id: string;
  readonly customerId: string | null;
  readonly paymentIntentId: string | null;
  readonly balanceTransactionId: string | null;
  /** `succeeded`, `pending`, `failed`, or what Stripe invents later. */
  readonly status: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly amountRefundedMinor: number;
  /** Whole; a part shows in the amount. */
  readonly refunded: boolean;
  readonly disputed: boolean;
  /** Why it failed, such as `card_declined`. */
  readonly failureCode: string | null;
  /** Why the bank said no, such as `insufficient_funds`. */
  readonly declineReason: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly created: Date;
}

export const toCharge = (charge: Stripe.Charge): StripeCharge => ({
  id: charge.id,
  customerId: idOrNull(charge.customer),
  paymentIntentId: idOrNull(charge.payment_intent),
  balanceTransactionId: idOrNull(charge.balance_transaction),
  status: charge.status,
  currency: charge.currency,
  amountMinor: charge.amount,
  amountRefundedMinor: charge.amount_refunded,
  refunded: charge.refunded,
  disputed: charge.disputed,
  failureCode: charge.failure_code,
  declineReason: charge.outcome?.reason ?? null,
  metadata: { ...charge.metadata },
  created: momentOf(charge.created),
});
