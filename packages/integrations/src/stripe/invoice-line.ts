import type { Stripe } from 'stripe';
import { idOf, idOrNull, momentOf } from './values.ts';

/** A line of an invoice, amounts in minor units, negative for a credit. */
export interface StripeInvoiceLine {
  /** Ours, of the invoice, what the line is for and its place: Stripe's own ids are missing or come again. */
  readonly key: string;
  readonly description: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly quantity: number | null;
  readonly priceId: string | null;
  readonly subscriptionId: string | null;
  readonly proration: boolean;
  readonly periodStart: Date;
  readonly periodEnd: Date;
}

const sourceOf = ({ parent, id }: Stripe.InvoiceLineItem): string => {
  const item = parent?.subscription_item_details?.subscription_item;
  return item ?? parent?.invoice_item_details?.invoice_item ?? id;
};

const priceOf = ({ pricing }: Stripe.InvoiceLineItem): string | null => {
  const price = pricing?.price_details?.price;
  return price === undefined ? null : idOf(price);
};

/** Maps the line at a place of an invoice. */
export const toInvoiceLine = (
  invoiceId: string,
  line: Stripe.InvoiceLineItem,
  place: number,
): StripeInvoiceLine => ({
  key: `${invoiceId}/${sourceOf(line)}/${place}`,
  description: line.description,
  amountMinor: line.amount,
  currency: line.currency,
  quantity: line.quantity,
  priceId: priceOf(line),
  subscriptionId: idOrNull(line.subscription),
  proration:
    line.parent?.subscription_item_details?.proration ??
    line.parent?.invoice_item_details?.proration ??
    false,
  periodStart: momentOf(line.period.start),
  periodEnd: momentOf(line.period.end),
});
