import type { Stripe } from 'stripe';
import { toInvoiceLine, type StripeInvoiceLine } from './invoice-line.ts';
import { idOrNull, metadataOf, momentOf, momentOrNull } from './values.ts';

/** An invoice, amounts in minor units. `status` is Stripe's word, also one it invents later; null while it is being made. */
export interface StripeInvoice {
  readonly id: string;
  readonly number: string | null;
  readonly customerId: string | null;
  readonly subscriptionId: string | null;
  readonly status: string | null;
  /** `subscription_create`, `subscription_cycle`, `manual` and others. */
  readonly billingReason: string | null;
  /** `charge_automatically` or `send_invoice`. */
  readonly collectionMethod: string;
  readonly currency: string;
  readonly totalMinor: number;
  readonly amountDueMinor: number;
  readonly amountPaidMinor: number;
  readonly amountRemainingMinor: number;
  /** Automatic tries only. */
  readonly attemptCount: number;
  /** Null when no try is left, and for invoices that are sent. */
  readonly nextPaymentAttempt: Date | null;
  readonly dueDate: Date | null;
  readonly finalizedAt: Date | null;
  readonly paidAt: Date | null;
  readonly voidedAt: Date | null;
  readonly uncollectibleAt: Date | null;
  /** Where the customer can look at it and pay. */
  readonly hostedUrl: string | null;
  /** The first ten. `hasMoreLines` says that `listInvoiceLines` has others. */
  readonly lines: readonly StripeInvoiceLine[];
  readonly hasMoreLines: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  readonly testClockId: string | null;
  readonly created: Date;
}

const timesOf = ({ status_transitions: times, ...invoice }: Stripe.Invoice) => ({
  nextPaymentAttempt: momentOrNull(invoice.next_payment_attempt),
  dueDate: momentOrNull(invoice.due_date),
  finalizedAt: momentOrNull(times.finalized_at),
  paidAt: momentOrNull(times.paid_at),
  voidedAt: momentOrNull(times.voided_at),
  uncollectibleAt: momentOrNull(times.marked_uncollectible_at),
});

/** Maps an invoice. */
export const toInvoice = (invoice: Stripe.Invoice): StripeInvoice => ({
  id: invoice.id,
  number: invoice.number,
  customerId: idOrNull(invoice.customer),
  // Since API version 2025-03-31 the subscription is in the parent.
  subscriptionId: idOrNull(invoice.parent?.subscription_details?.subscription),
  status: invoice.status,
  billingReason: invoice.billing_reason,
  collectionMethod: invoice.collection_method,
  currency: invoice.currency,
  totalMinor: invoice.total,
  amountDueMinor: invoice.amount_due,
  amountPaidMinor: invoice.amount_paid,
  amountRemainingMinor: invoice.amount_remaining,
  attemptCount: invoice.attempt_count,
  ...timesOf(invoice),
  hostedUrl: invoice.hosted_invoice_url ?? null,
  lines: invoice.lines.data.map((line, place) => toInvoiceLine(invoice.id, line, place)),
  hasMoreLines: invoice.lines.has_more,
  metadata: metadataOf(invoice.metadata),
  testClockId: idOrNull(invoice.test_clock),
  created: momentOf(invoice.created),
});
