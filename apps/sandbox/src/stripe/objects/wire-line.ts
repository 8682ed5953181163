import type Stripe from 'stripe';
import type { StripeInvoice, StripeLine } from '../records/billing.ts';

export type WireLine = Omit<Stripe.InvoiceLineItem, 'id' | 'pricing' | 'quantity_decimal'> & {
  id: string | null;
  pricing:
    | (Omit<Stripe.InvoiceLineItem.Pricing, 'unit_amount_decimal'> & { unit_amount_decimal: string })
    | null;
  quantity_decimal: string;
};

/**
 * A line's id says little: none before there is an invoice, and every second subscription item gives
 * its lines the same one on every invoice.
 */
const lineId = (invoice: StripeInvoice, line: StripeLine, index: number): string | null => {
  if (invoice.id === '') return null;
  const { subscriptionItemId } = line;
  const isReused = subscriptionItemId !== null && (subscriptionItemId.codePointAt(5) ?? 0) % 2 === 0;
  return isReused ? `il_${subscriptionItemId.slice(3)}` : `il_${invoice.id.slice(3)}${index}`;
};

const parentOf = (invoice: StripeInvoice, line: StripeLine): Stripe.InvoiceLineItem.Parent => {
  const prorated = { proration: line.isProration, proration_details: { credited_items: null } };
  return line.subscriptionItemId === null
    ? {
        invoice_item_details: {
          invoice_item: line.invoiceItemId ?? '',
          subscription: line.isProration ? invoice.subscriptionId : null,
          ...prorated,
        },
        subscription_item_details: null,
        type: 'invoice_item_details',
      }
    : {
        invoice_item_details: null,
        subscription_item_details: {
          invoice_item: line.invoiceItemId,
          subscription: invoice.subscriptionId,
          subscription_item: line.subscriptionItemId,
          ...prorated,
        },
        type: 'subscription_item_details',
      };
};

export const toWireLine = (invoice: StripeInvoice, line: StripeLine, index: number): WireLine => ({
  id: lineId(invoice, line, index),
  object: 'line_item',
  amount: line.amount,
  currency: invoice.currency,
  description: line.description,
  discount_amounts: [],
  discountable: !line.isProration,
  discounts: [],
  invoice: invoice.id === '' ? null : invoice.id,
  livemode: false,
  metadata: {},
  parent: parentOf(invoice, line),
  period: line.period ?? { end: invoice.periodEnd, start: invoice.periodStart },
  pretax_credit_amounts: [],
  pricing:
    line.price === null
      ? null
      : {
          price_details: { price: line.price.id, product: line.price.product },
          type: 'price_details',
          unit_amount_decimal: String(line.price.unitAmount),
        },
  quantity: line.quantity,
  quantity_decimal: String(line.quantity),
  subscription: invoice.subscriptionId,
  subtotal: line.amount,
  taxes: [],
});
