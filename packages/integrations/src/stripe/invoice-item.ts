import type { Stripe } from 'stripe';
import { idOf, idOrNull, metadataOf, momentOf } from './values.ts';

/** A charge or credit that waits for an invoice, or is on one; in minor units. */
export interface StripeInvoiceItem {
  readonly id: string;
  readonly customerId: string;
  /** Null while it waits. */
  readonly invoiceId: string | null;
  readonly subscriptionId: string | null;
  readonly currency: string;
  readonly amountMinor: number;
  readonly quantity: number;
  readonly description: string | null;
  readonly proration: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  readonly testClockId: string | null;
  readonly created: Date;
}

export const toInvoiceItem = (item: Stripe.InvoiceItem): StripeInvoiceItem => ({
  id: item.id,
  customerId: idOf(item.customer),
  invoiceId: idOrNull(item.invoice),
  subscriptionId: item.parent?.subscription_details?.subscription ?? null,
  currency: item.currency,
  amountMinor: item.amount,
  quantity: item.quantity,
  description: item.description,
  proration: item.proration,
  metadata: metadataOf(item.metadata),
  testClockId: idOrNull(item.test_clock),
  created: momentOf(item.date),
});
