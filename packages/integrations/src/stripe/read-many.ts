import type { Stripe } from 'stripe';
import { readSubscription, withAllItems } from './all-items.ts';
import { toBalanceTransaction, type StripeBalanceTransaction } from './balance-transaction.ts';
import { toCharge, type StripeCharge } from './charge.ts';
import { toCheckoutSession, type StripeCheckoutSession } from './checkout-session.ts';
import { toCreditNote, type StripeCreditNote } from './credit-note.ts';
import { toCustomer, type StripeCustomer } from './customer.ts';
import { toDispute, type StripeDispute } from './dispute.ts';
import { toInvoiceItem, type StripeInvoiceItem } from './invoice-item.ts';
import { readInvoiceLines } from './invoice-lines.ts';
import type { StripeInvoiceLine } from './invoice-line.ts';
import { toInvoice, type StripeInvoice } from './invoice.ts';
import {
  readPage,
  toPageParams,
  type AskOptions,
  type StripeDeps,
  type StripePage,
  type StripeRows,
} from './page.ts';
import {
  toInvoicePayment,
  toPaymentIntent,
  type StripeInvoicePayment,
  type StripePaymentIntent,
} from './payment-intent.ts';
import { toPrice, type StripePrice } from './price.ts';
import { toProduct, type StripeProduct } from './product.ts';
import { toRefund, type StripeRefund } from './refund.ts';
import type { StripeSubscription } from './subscription.ts';
import { toWebhookEndpoint, type StripeWebhookEndpoint } from './webhook-endpoint.ts';

/** A page of what belongs to a customer, where one is given. */
export interface CustomerPage extends StripePage {
  readonly customerId?: string | undefined;
}

/** A page of invoices, of one status where given. */
export interface InvoicePage extends CustomerPage {
  readonly status?: 'draft' | 'open' | 'paid' | 'uncollectible' | 'void' | undefined;
}

/** A page of what was done to a charge, where one is given. */
export interface ChargePage extends StripePage {
  readonly chargeId?: string | undefined;
}

/** A page of what belongs to an invoice, where one is given. */
export interface InvoicePartsPage extends StripePage {
  readonly invoiceId?: string | undefined;
}

/** A page of what pays invoices, of one invoice or of one payment intent where given. */
export interface InvoicePaymentPage extends InvoicePartsPage {
  readonly paymentIntentId?: string | undefined;
}

/** A page of prices, those with the given lookup keys where there are any. */
export interface PricePage extends StripePage {
  /** 10 at most. */
  readonly lookupKeys?: readonly string[] | undefined;
}

type List<Page, T> = (page: Page, options?: AskOptions) => Promise<StripeRows<T>>;

/** What can be listed, newest first. What belongs to a test clock is in none of it. */
export interface StripeLists {
  /** Deleted customers are not in it. */
  listCustomers: List<StripePage, StripeCustomer>;
  listProducts: List<StripePage, StripeProduct>;
  listPrices: List<PricePage, StripePrice>;
  /** Of every status, the ended ones too. */
  listSubscriptions: List<CustomerPage, StripeSubscription>;
  listInvoices: List<InvoicePage, StripeInvoice>;
  /** Every line, in its order. */
  listInvoiceLines(invoiceId: string, options?: AskOptions): Promise<readonly StripeInvoiceLine[]>;
  listInvoiceItems: List<CustomerPage, StripeInvoiceItem>;
  listInvoicePayments: List<InvoicePaymentPage, StripeInvoicePayment>;
  listPaymentIntents: List<CustomerPage, StripePaymentIntent>;
  listCharges: List<CustomerPage, StripeCharge>;
  listRefunds: List<ChargePage, StripeRefund>;
  listDisputes: List<ChargePage, StripeDispute>;
  listCreditNotes: List<InvoicePartsPage, StripeCreditNote>;
  listBalanceTransactions: List<StripePage, StripeBalanceTransaction>;
  listCheckoutSessions: List<CustomerPage, StripeCheckoutSession>;
  listWebhookEndpoints: List<StripePage, StripeWebhookEndpoint>;
}

const ofCustomer = ({ customerId }: CustomerPage) =>
  customerId === undefined ? {} : { customer: customerId };
const ofCharge = ({ chargeId }: ChargePage) => (chargeId === undefined ? {} : { charge: chargeId });
const ofInvoice = ({ invoiceId }: InvoicePartsPage) =>
  invoiceId === undefined ? {} : { invoice: invoiceId };

const ofIntent = ({ paymentIntentId: id }: InvoicePaymentPage) =>
  id === undefined ? {} : { payment: { type: 'payment_intent' as const, payment_intent: id } };

/** How one kind is listed. */
interface Listing<Page extends StripePage, Row, T> {
  readonly operation: string;
  readonly list: (
    client: Stripe,
    params: ReturnType<typeof toPageParams>,
    page: Page,
  ) => Promise<{ readonly data: readonly Row[] }>;
  readonly read: (row: Row) => T;
}

const lister =
  (deps: StripeDeps) =>
  <Page extends StripePage, Row, T>({ operation, list, read }: Listing<Page, Row, T>): List<Page, T> =>
  (page, options = {}) =>
    readPage(deps, { operation, read, list: (client) => list(client, toPageParams(page), page) }, options);

const listBilling = (deps: StripeDeps) => {
  const listing = lister(deps);
  return {
    listInvoices: listing({
      operation: 'invoices.list',
      list: (client, params, page: InvoicePage) =>
        client.invoices.list({
          ...params,
          ...ofCustomer(page),
          ...(page.status === undefined ? {} : { status: page.status }),
        }),
      read: toInvoice,
    }),
    listInvoiceItems: listing({
      operation: 'invoiceitems.list',
      list: (client, params, page: CustomerPage) =>
        client.invoiceItems.list({ ...params, ...ofCustomer(page) }),
      read: toInvoiceItem,
    }),
    listInvoicePayments: listing({
      operation: 'invoice_payments.list',
      list: (client, params, page: InvoicePaymentPage) =>
        client.invoicePayments.list({ ...params, ...ofInvoice(page), ...ofIntent(page) }),
      read: toInvoicePayment,
    }),
    listCreditNotes: listing({
      operation: 'credit_notes.list',
      list: (client, params, page: InvoicePartsPage) =>
        client.creditNotes.list({ ...params, ...ofInvoice(page) }),
      read: toCreditNote,
    }),
  };
};

const listMoney = (deps: StripeDeps) => {
  const listing = lister(deps);
  return {
    listPaymentIntents: listing({
      operation: 'payment_intents.list',
      list: (client, params, page: CustomerPage) =>
        client.paymentIntents.list({ ...params, ...ofCustomer(page) }),
      read: toPaymentIntent,
    }),
    listCharges: listing({
      operation: 'charges.list',
      list: (client, params, page: CustomerPage) => client.charges.list({ ...params, ...ofCustomer(page) }),
      read: toCharge,
    }),
    listRefunds: listing({
      operation: 'refunds.list',
      list: (client, params, page: ChargePage) => client.refunds.list({ ...params, ...ofCharge(page) }),
      read: toRefund,
    }),
    listDisputes: listing({
      operation: 'disputes.list',
      list: (client, params, page: ChargePage) => client.disputes.list({ ...params, ...ofCharge(page) }),
      read: toDispute,
    }),
    listBalanceTransactions: listing({
      operation: 'balance_transactions.list',
      list: (client, params) => client.balanceTransactions.list(params),
      read: toBalanceTransaction,
    }),
  };
};

const listOthers = (deps: StripeDeps) => {
  const listing = lister(deps);
  return {
    listCustomers: listing({
      operation: 'customers.list',
      list: (client, params) => client.customers.list(params),
      read: toCustomer,
    }),
    listProducts: listing({
      operation: 'products.list',
      list: (client, params) => client.products.list(params),
      read: toProduct,
    }),
    listPrices: listing({
      operation: 'prices.list',
      list: (client, params, { lookupKeys: keys }: PricePage) =>
        client.prices.list({ ...params, ...(keys === undefined ? {} : { lookup_keys: [...keys] }) }),
      read: toPrice,
    }),
    listCheckoutSessions: listing({
      operation: 'checkout.sessions.list',
      list: (client, params, page: CustomerPage) =>
        client.checkout.sessions.list({ ...params, ...ofCustomer(page) }),
      read: toCheckoutSession,
    }),
    listWebhookEndpoints: listing({
      operation: 'webhook_endpoints.list',
      list: (client, params) => {
        const { created: _created, ...page } = { created: undefined, ...params };
        return client.webhookEndpoints.list(page);
      },
      read: toWebhookEndpoint,
    }),
  };
};

/** Of a listing four levels can be expanded: as far as a subscription's own coupons. */
const EXPANDED = ['data.discounts.source.coupon'];

/** The listings of one account. */
export const makeLists = (deps: StripeDeps): StripeLists => ({
  ...listOthers(deps),
  ...listBilling(deps),
  ...listMoney(deps),
  listSubscriptions: async (page, options = {}) => {
    // Without a status Stripe leaves the cancelled ones out.
    const params = { ...toPageParams(page), ...ofCustomer(page), status: 'all', expand: EXPANDED };
    const list = (client: Stripe) => client.subscriptions.list(params);
    const request = { operation: 'subscriptions.list', list, read: readSubscription };
    const { rows, next } = await readPage(deps, request, options);
    return { rows: await Promise.all(rows.map((row) => withAllItems(deps, row, options))), next };
  },
  listInvoiceLines: (invoiceId, options = {}) => readInvoiceLines(deps, invoiceId, options),
});
