import type Stripe from 'stripe';
import { amountDueOf, wasTried } from '../invoice-amounts.ts';
import type { StripeInvoice } from '../records/billing.ts';
import type { StripeCustomer } from '../records/customer.ts';
import { toWireLine, type WireLine } from './wire-line.ts';

export type WireInvoice = Omit<Stripe.Invoice, 'lines'> & { lines: Stripe.ApiList<WireLine> };

/** What no invoice of the sandbox uses. */
const unused = {
  account_country: 'DE',
  account_name: 'Sandbox',
  account_tax_ids: null,
  amount_overpaid: 0,
  amount_shipping: 0,
  application: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
  custom_fields: null,
  customer_account: null,
  customer_address: null,
  customer_shipping: null,
  customer_tax_exempt: 'none',
  customer_tax_ids: [],
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  footer: null,
  from_invoice: null,
  issuer: { type: 'self' },
  last_finalization_error: null,
  latest_revision: null,
  on_behalf_of: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  post_payment_credit_notes_amount: 0,
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  statement_descriptor: null,
  total_pretax_credit_amounts: [],
  total_taxes: [],
} satisfies Partial<Stripe.Invoice>;

const amountsOf = (invoice: StripeInvoice) => {
  const { amount, discountAmount, discountId, appliedBalance } = invoice;
  const due = amountDueOf(invoice);
  const isPaid = invoice.status === 'paid';
  const subtotal = amount + discountAmount;
  return {
    amount_due: due,
    amount_paid: isPaid ? due : 0,
    amount_remaining: isPaid ? 0 : due,
    discounts: discountId === null ? [] : [discountId],
    pre_payment_credit_notes_amount: invoice.creditedAmount,
    starting_balance: appliedBalance,
    ending_balance: invoice.status === 'draft' ? null : Math.min(amount + appliedBalance, 0),
    subtotal,
    subtotal_excluding_tax: subtotal,
    total: amount,
    total_discount_amounts: discountId === null ? [] : [{ amount: discountAmount, discount: discountId }],
    total_excluding_tax: amount,
  };
};

const DRAFT_SECONDS = 3_600;

const timesOf = (invoice: StripeInvoice) => ({
  automatically_finalizes_at:
    invoice.status === 'draft' && invoice.autoAdvance ? invoice.created + DRAFT_SECONDS : null,
  created: invoice.created,
  due_date: invoice.dueDate,
  effective_at: invoice.finalizedAt,
  period_end: invoice.periodEnd,
  period_start: invoice.periodStart,
  next_payment_attempt: invoice.nextPaymentAttempt,
  webhooks_delivered_at: invoice.created,
  status_transitions: {
    finalized_at: invoice.finalizedAt,
    marked_uncollectible_at: invoice.uncollectibleAt,
    paid_at: invoice.paidAt,
    voided_at: invoice.voidedAt,
  },
});

const parentOf = (invoice: StripeInvoice): Stripe.Invoice.Parent | null =>
  invoice.subscriptionId === null
    ? null
    : {
        quote_details: null,
        subscription_details: { metadata: {}, subscription: invoice.subscriptionId },
        type: 'subscription_details',
      };

/** An answer embeds the first ten lines only. */
const MAX_INLINE = 10;

const linesOf = (invoice: StripeInvoice): WireInvoice['lines'] => ({
  object: 'list',
  data: invoice.lines.slice(0, MAX_INLINE).map((line, index) => toWireLine(invoice, line, index)),
  has_more: invoice.lines.length > MAX_INLINE,
  url: `/v1/invoices/${invoice.id}/lines`,
});

/** An invoice as Stripe shows it; the subscription is under `parent`, not on the invoice. */
export const toWireInvoice = (invoice: StripeInvoice, customer: StripeCustomer | undefined): WireInvoice => ({
  ...unused,
  ...amountsOf(invoice),
  ...timesOf(invoice),
  id: invoice.id,
  object: 'invoice',
  attempt_count: invoice.attemptCount,
  attempted: wasTried(invoice) || invoice.paidAt !== null,
  auto_advance: invoice.autoAdvance && (invoice.status === 'open' || invoice.status === 'draft'),
  billing_reason: invoice.billingReason,
  collection_method: invoice.collectionMethod,
  currency: invoice.currency,
  customer: invoice.customerId,
  customer_email: customer?.email ?? null,
  customer_name: customer?.name ?? null,
  customer_phone: customer?.phone ?? null,
  description: invoice.description,
  hosted_invoice_url: invoice.finalizedAt === null ? null : `https://invoice.stripe.example/i/${invoice.id}`,
  invoice_pdf: invoice.finalizedAt === null ? null : `https://invoice.stripe.example/i/${invoice.id}/pdf`,
  lines: linesOf(invoice),
  livemode: false,
  metadata: { ...invoice.metadata },
  number: invoice.number,
  parent: parentOf(invoice),
  status: invoice.status,
  test_clock: invoice.testClock,
});
