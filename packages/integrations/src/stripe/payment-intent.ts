import type { Stripe } from 'stripe';
import { idOf, idOrNull, momentOf, momentOrNull } from './values.ts';

/** What is to be paid and how far that is, amounts in minor units. */
export interface StripePaymentIntent {
  readonly id: string;
  readonly customerId: string | null;
  readonly latestChargeId: string | null;
  readonly status: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly amountReceivedMinor: number;
  /** Why the last try failed, null where it did not. */
  readonly declineCode: string | null;
  readonly canceledAt: Date | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly created: Date;
}

export const toPaymentIntent = (intent: Stripe.PaymentIntent): StripePaymentIntent => ({
  id: intent.id,
  customerId: idOrNull(intent.customer),
  latestChargeId: idOrNull(intent.latest_charge),
  status: intent.status,
  currency: intent.currency,
  amountMinor: intent.amount,
  amountReceivedMinor: intent.amount_received,
  declineCode: intent.last_payment_error?.decline_code ?? null,
  canceledAt: momentOrNull(intent.canceled_at),
  metadata: { ...intent.metadata },
  created: momentOf(intent.created),
});

/** What ties an invoice to what paid it, or is to. */
export interface StripeInvoicePayment {
  readonly id: string;
  readonly invoiceId: string;
  readonly paymentIntentId: string | null;
  readonly chargeId: string | null;
  /** `open`, `paid`, `canceled`, or what Stripe invents later. */
  readonly status: string;
  readonly currency: string;
  readonly amountRequestedMinor: number;
  readonly amountPaidMinor: number | null;
  readonly paidAt: Date | null;
  readonly created: Date;
}

export const toInvoicePayment = (payment: Stripe.InvoicePayment): StripeInvoicePayment => ({
  id: payment.id,
  invoiceId: idOf(payment.invoice),
  paymentIntentId: idOrNull(payment.payment.payment_intent),
  chargeId: idOrNull(payment.payment.charge),
  status: payment.status,
  currency: payment.currency,
  amountRequestedMinor: payment.amount_requested,
  amountPaidMinor: payment.amount_paid,
  paidAt: momentOrNull(payment.status_transitions.paid_at),
  created: momentOf(payment.created),
});
