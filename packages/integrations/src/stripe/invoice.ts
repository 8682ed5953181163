import type { Stripe } from 'stripe';
import { idOrNull, momentOf, momentOrNull } from './values.ts';

/** An invoice, amounts in minor units. `status` is Stripe's word, also one it invents later; null while it is being made. */
export interface StripeInvoice {
  readonly id: string;
  readonly number: string | null;
  readonly customerId: string | null;
  readonly subscriptionId: string | null;
  readonly status: string | null;
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
  readonly created: Date;
}

/** Maps an invoice. */
export const toInvoice = (invoice: Stripe.Invoice): StripeInvoice => ({
  id: invoice.id,
  number: invoice.number,
  customerId: idOrNull(invoice.customer),
  // Since API version 2025-03-31 the subscription is in the parent.
  subscriptionId: idOrNull(invoice.parent?.subscription_details?.subscription),
  status: invoice.status,
  collectionMethod: invoice.collection_method,
  currency: invoice.currency,
  totalMinor: invoice.total,
  amountDueMinor: invoice.amount_due,
  amountPaidMinor: invoice.amount_paid,
  amountRemainingMinor: invoice.amount_remaining,
  attemptCount: invoice.attempt_count,
  nextPaymentAttempt: momentOrNull(invoice.next_payment_attempt),
  dueDate: momentOrNull(invoice.due_date),
  created: momentOf(invoice.created),
});
