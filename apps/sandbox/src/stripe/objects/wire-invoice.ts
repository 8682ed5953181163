import type Stripe from 'stripe';
import type { StripeCustomer, StripeInvoice, StripeSubscriptionItem } from '../records.ts';

type WireLine = Omit<Stripe.InvoiceLineItem, 'pricing' | 'quantity_decimal'> & {
  pricing: Omit<Stripe.InvoiceLineItem.Pricing, 'unit_amount_decimal'> & { unit_amount_decimal: string };
  quantity_decimal: string;
};

export type WireInvoice = Omit<Stripe.Invoice, 'lines'> & { lines: Stripe.ApiList<WireLine> };

const toWireLine = (invoice: StripeInvoice, item: StripeSubscriptionItem, index: number): WireLine => ({
  id: `il_${invoice.id.slice(3)}${index}`,
  object: 'line_item',
  amount: item.price.unitAmount * item.quantity,
  currency: invoice.currency,
  description: `${item.quantity} × ${item.price.nickname}`,
  discount_amounts: [],
  discountable: true,
  discounts: [],
  invoice: invoice.id,
  livemode: false,
  metadata: {},
  parent: {
    invoice_item_details: null,
    subscription_item_details: {
      invoice_item: null,
      proration: false,
      proration_details: { credited_items: null },
      subscription: invoice.subscriptionId,
      subscription_item: item.id,
    },
    type: 'subscription_item_details',
  },
  period: { end: invoice.periodEnd, start: invoice.periodStart },
  pretax_credit_amounts: [],
  pricing: {
    price_details: { price: item.price.id, product: item.price.product },
    type: 'price_details',
    unit_amount_decimal: String(item.price.unitAmount),
  },
  quantity: item.quantity,
  quantity_decimal: String(item.quantity),
  subscription: invoice.subscriptionId,
  subtotal: item.price.unitAmount * item.quantity,
  taxes: [],
});

/** What no invoice of the sandbox uses. */
const unused = {
  account_country: 'DE',
  account_name: 'Sandbox',
  account_tax_ids: null,
  amount_overpaid: 0,
  amount_shipping: 0,
  application: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
  automatically_finalizes_at: null,
  custom_fields: null,
  customer_account: null,
  customer_address: null,
  customer_shipping: null,
  customer_tax_exempt: 'none',
  customer_tax_ids: [],
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  description: null,
  discounts: [],
  footer: null,
  from_invoice: null,
  issuer: { type: 'self' },
  last_finalization_error: null,
  latest_revision: null,
  on_behalf_of: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  starting_balance: 0,
  statement_descriptor: null,
  test_clock: null,
  total_discount_amounts: [],
  total_pretax_credit_amounts: [],
  total_taxes: [],
} satisfies Partial<Stripe.Invoice>;

const amountsOf = ({ amount, status }: StripeInvoice) => {
  const isPaid = status === 'paid';
  return {
    amount_due: amount,
    amount_paid: isPaid ? amount : 0,
    amount_remaining: isPaid ? 0 : amount,
    subtotal: amount,
    subtotal_excluding_tax: amount,
    total: amount,
    total_excluding_tax: amount,
  };
};

const timesOf = (invoice: StripeInvoice) => {
  const finalizedAt = invoice.status === 'draft' ? null : invoice.created;
  return {
    created: invoice.created,
    due_date: invoice.dueDate,
    effective_at: finalizedAt,
    period_end: invoice.periodEnd,
    period_start: invoice.periodStart,
    next_payment_attempt: invoice.nextPaymentAttempt,
    webhooks_delivered_at: invoice.created,
    status_transitions: {
      finalized_at: finalizedAt,
      marked_uncollectible_at: invoice.uncollectibleAt,
      paid_at: invoice.paidAt,
      voided_at: invoice.voidedAt,
    },
  };
};

const parentOf = (invoice: StripeInvoice): Stripe.Invoice.Parent | null =>
  invoice.subscriptionId === null
    ? null
    : {
        quote_details: null,
        subscription_details: { metadata: {}, subscription: invoice.subscriptionId },
        type: 'subscription_details',
      };

/** An invoice as Stripe shows it; the subscription is under `parent`, not on the invoice. */
export const toWireInvoice = (invoice: StripeInvoice, customer: StripeCustomer | undefined): WireInvoice => ({
  ...unused,
  ...amountsOf(invoice),
  ...timesOf(invoice),
  id: invoice.id,
  object: 'invoice',
  attempt_count: invoice.attemptCount,
  attempted: invoice.attemptCount > 0 || invoice.paidAt !== null,
  auto_advance: invoice.status === 'open' || invoice.status === 'draft',
  billing_reason: invoice.billingReason,
  collection_method: invoice.collectionMethod,
  currency: invoice.currency,
  customer: invoice.customerId,
  customer_email: customer?.email ?? null,
  customer_name: customer?.name ?? null,
  customer_phone: customer?.phone ?? null,
  ending_balance: invoice.status === 'draft' ? null : 0,
  hosted_invoice_url: null,
  invoice_pdf: null,
  lines: {
    object: 'list',
    data: invoice.lines.map((item, index) => toWireLine(invoice, item, index)),
    has_more: false,
    url: `/v1/invoices/${invoice.id}/lines`,
  },
  livemode: false,
  metadata: {},
  number: invoice.number,
  parent: parentOf(invoice),
  status: invoice.status,
});
