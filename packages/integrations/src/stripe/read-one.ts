import type { Stripe } from 'stripe';
import { readSubscription, withAllItems } from './all-items.ts';
import { toBalanceTransaction, type StripeBalanceTransaction } from './balance-transaction.ts';
import { toCharge, type StripeCharge } from './charge.ts';
import { toCheckoutSession, type StripeCheckoutSession } from './checkout-session.ts';
import { toCreditNote, type StripeCreditNote } from './credit-note.ts';
import { toCustomerOrDeleted, type DeletedStripeCustomer, type StripeCustomer } from './customer.ts';
import { toDispute, type StripeDispute } from './dispute.ts';
import { getOne } from './get-one.ts';
import { toInvoiceItem, type StripeInvoiceItem } from './invoice-item.ts';
import { toInvoice, type StripeInvoice } from './invoice.ts';
import type { AskOptions, StripeDeps } from './page.ts';
import { toPaymentIntent, type StripePaymentIntent } from './payment-intent.ts';
import { toPrice, type StripePrice } from './price.ts';
import { toProductOrDeleted, type DeletedStripeProduct, type StripeProduct } from './product.ts';
import { toRefund, type StripeRefund } from './refund.ts';
import type { StripeSubscription } from './subscription.ts';

type Get<T> = (id: string, options?: AskOptions) => Promise<T | undefined>;

/** What can be got by its id; `undefined` for an id that Stripe does not have. */
export interface StripeGets {
  getCustomer: Get<StripeCustomer | DeletedStripeCustomer>;
  getProduct: Get<StripeProduct | DeletedStripeProduct>;
  getPrice: Get<StripePrice>;
  getSubscription: Get<StripeSubscription>;
  /** `undefined` too for a draft that was deleted. */
  getInvoice: Get<StripeInvoice>;
  getInvoiceItem: Get<StripeInvoiceItem>;
  getPaymentIntent: Get<StripePaymentIntent>;
  getCharge: Get<StripeCharge>;
  getRefund: Get<StripeRefund>;
  getDispute: Get<StripeDispute>;
  getCreditNote: Get<StripeCreditNote>;
  getBalanceTransaction: Get<StripeBalanceTransaction>;
  getCheckoutSession: Get<StripeCheckoutSession>;
}

const getter =
  (deps: StripeDeps) =>
  <Row, T>(
    operation: string,
    get: (client: Stripe, id: string) => Promise<Row>,
    read: (row: Row) => T,
  ): Get<T> =>
  (id, options = {}) =>
    getOne(deps, { operation, read, get: (client) => get(client, id) }, options);

const EXPANDED = ['discounts.source.coupon'];

/** The getters of one account. */
export const makeGets = (deps: StripeDeps): StripeGets => {
  const getting = getter(deps);
  return {
    getCustomer: getting('customers.get', (client, id) => client.customers.retrieve(id), toCustomerOrDeleted),
    getProduct: getting('products.get', (client, id) => client.products.retrieve(id), toProductOrDeleted),
    getPrice: getting('prices.get', (client, id) => client.prices.retrieve(id), toPrice),
    getSubscription: async (id, options = {}) => {
      const get = (client: Stripe) => client.subscriptions.retrieve(id, { expand: EXPANDED });
      const request = { operation: 'subscriptions.get', get, read: readSubscription };
      const found = await getOne(deps, request, options);
      return found === undefined ? undefined : withAllItems(deps, found, options);
    },
    getInvoice: getting('invoices.get', (client, id) => client.invoices.retrieve(id), toInvoice),
    getInvoiceItem: getting(
      'invoiceitems.get',
      (client, id) => client.invoiceItems.retrieve(id),
      toInvoiceItem,
    ),
    getPaymentIntent: getting(
      'payment_intents.get',
      (client, id) => client.paymentIntents.retrieve(id),
      toPaymentIntent,
    ),
    getCharge: getting('charges.get', (client, id) => client.charges.retrieve(id), toCharge),
    getRefund: getting('refunds.get', (client, id) => client.refunds.retrieve(id), toRefund),
    getDispute: getting('disputes.get', (client, id) => client.disputes.retrieve(id), toDispute),
    getCreditNote: getting('credit_notes.get', (client, id) => client.creditNotes.retrieve(id), toCreditNote),
    getBalanceTransaction: getting(
      'balance_transactions.get',
      (client, id) => client.balanceTransactions.retrieve(id),
      toBalanceTransaction,
    ),
    getCheckoutSession: getting(
      'checkout.sessions.get',
      (client, id) => client.checkout.sessions.retrieve(id),
      toCheckoutSession,
    ),
  };
};
