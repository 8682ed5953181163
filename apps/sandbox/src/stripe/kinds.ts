import type { StripeAccount } from './account.ts';
import type { Kind } from './kind.ts';
import { toWireCharge } from './objects/wire-charge.ts';
import { toWireCreditNote } from './objects/wire-credit-note.ts';
import { toWireInvoiceItem } from './objects/wire-invoice-item.ts';
import { toWireBalanceTransaction, toWirePayment } from './objects/wire-payment.ts';
import { toWirePrice, toWireProduct } from './objects/wire-price.ts';
import { toWireCheckoutSession, toWireWebhookEndpoint } from './objects/wire-session.ts';
import type { StripeInvoice, StripeInvoiceItem, StripeSubscription } from './records/billing.ts';
import type { StripePrice, StripeProduct } from './records/catalog.ts';
import type { StripeCustomer } from './records/customer.ts';
import type {
  StripeBalanceTransaction,
  StripeCharge,
  StripeCreditNote,
  StripeDispute,
  StripePayment,
  StripeRefund,
} from './records/payments.ts';
import type { StripeCheckoutSession, StripeWebhookEndpoint } from './records/sessions.ts';
import { renderCustomer, renderDispute, renderInvoice, renderRefund, renderSubscription } from './render.ts';

/** Every kind of thing with where it lives and how it looks. */
export const customerKind = (account: StripeAccount): Kind<StripeCustomer> => ({
  collection: account.customers,
  noun: 'customer',
  path: '/v1/customers',
  toWire: (one) => renderCustomer(account, one),
});

export const productKind = (account: StripeAccount): Kind<StripeProduct> => ({
  collection: account.products,
  noun: 'product',
  path: '/v1/products',
  toWire: toWireProduct,
});

export const priceKind = (account: StripeAccount): Kind<StripePrice> => ({
  collection: account.prices,
  noun: 'price',
  path: '/v1/prices',
  toWire: toWirePrice,
});

export const subscriptionKind = (account: StripeAccount): Kind<StripeSubscription> => ({
  collection: account.subscriptions,
  noun: 'subscription',
  path: '/v1/subscriptions',
  toWire: (one) => renderSubscription(account, one),
});

export const invoiceKind = (account: StripeAccount): Kind<StripeInvoice> => ({
  collection: account.invoices,
  noun: 'invoice',
  path: '/v1/invoices',
  isGone: ({ isDeleted }) => isDeleted,
  toWire: (one) => renderInvoice(account, one),
});

export const invoiceItemKind = (account: StripeAccount): Kind<StripeInvoiceItem> => ({
  collection: account.invoiceItems,
  noun: 'invoiceitem',
  path: '/v1/invoiceitems',
  isGone: ({ isDeleted }) => isDeleted,
  toWire: toWireInvoiceItem,
});

export const paymentKind = (account: StripeAccount): Kind<StripePayment> => ({
  collection: account.payments,
  noun: 'payment_intent',
  path: '/v1/payment_intents',
  toWire: toWirePayment,
});

export const chargeKind = (account: StripeAccount): Kind<StripeCharge> => ({
  collection: account.charges,
  noun: 'charge',
  path: '/v1/charges',
  toWire: toWireCharge,
});

export const refundKind = (account: StripeAccount): Kind<StripeRefund> => ({
  collection: account.refunds,
  noun: 'refund',
  path: '/v1/refunds',
  toWire: (one) => renderRefund(account, one),
});

export const disputeKind = (account: StripeAccount): Kind<StripeDispute> => ({
  collection: account.disputes,
  noun: 'dispute',
  path: '/v1/disputes',
  toWire: (one) => renderDispute(account, one),
});

export const creditNoteKind = (account: StripeAccount): Kind<StripeCreditNote> => ({
  collection: account.creditNotes,
  noun: 'credit note',
  path: '/v1/credit_notes',
  toWire: toWireCreditNote,
});

export const balanceTransactionKind = (account: StripeAccount): Kind<StripeBalanceTransaction> => ({
  collection: account.balanceTransactions,
  noun: 'balance transaction',
  path: '/v1/balance_transactions',
  toWire: (one) => toWireBalanceTransaction(one, account.nowSeconds()),
});

export const checkoutSessionKind = (account: StripeAccount): Kind<StripeCheckoutSession> => ({
  collection: account.checkoutSessions,
  noun: 'checkout.session',
  path: '/v1/checkout/sessions',
  toWire: toWireCheckoutSession,
});

export const webhookEndpointKind = (account: StripeAccount): Kind<StripeWebhookEndpoint> => ({
  collection: account.webhookEndpoints,
  noun: 'webhook endpoint',
  path: '/v1/webhook_endpoints',
  isGone: ({ isDeleted }) => isDeleted,
  toWire: (one) => toWireWebhookEndpoint(one),
});
