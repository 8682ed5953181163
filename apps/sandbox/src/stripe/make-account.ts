import type { StripeAccount, StripeCollections, StripeGroups } from './account.ts';
import { makeCollection } from './collection.ts';
import { makeSearchIndex, type SearchIndexDeps } from './search/search-index.ts';
import { makeSwitches } from './switches.ts';

type Seeds = {
  readonly [Name in keyof StripeCollections]?: StripeCollections[Name]['items'];
};

export interface AccountDeps
  extends Pick<StripeAccount, 'newId' | 'noteEffect' | 'onEvent'>, SearchIndexDeps {
  readonly seeds: Seeds;
}

const collectionsOf = (seeds: Seeds): StripeCollections => ({
  customers: makeCollection(seeds.customers),
  products: makeCollection(seeds.products),
  prices: makeCollection(seeds.prices),
  subscriptions: makeCollection(seeds.subscriptions),
  invoices: makeCollection(seeds.invoices),
  invoiceItems: makeCollection(seeds.invoiceItems),
  payments: makeCollection(seeds.payments),
  charges: makeCollection(seeds.charges),
  refunds: makeCollection(seeds.refunds),
  disputes: makeCollection(seeds.disputes),
  creditNotes: makeCollection(seeds.creditNotes),
  balanceTransactions: makeCollection(seeds.balanceTransactions),
  checkoutSessions: makeCollection(seeds.checkoutSessions),
  webhookEndpoints: makeCollection(seeds.webhookEndpoints),
  events: makeCollection(seeds.events),
});

const groupsOf = (all: StripeCollections): StripeGroups => ({
  subscriptionsOfCustomer: all.subscriptions.groupBy(({ customerId }) => customerId),
  invoicesOfCustomer: all.invoices.groupBy(({ customerId }) => customerId),
  invoicesOfSubscription: all.invoices.groupBy(({ subscriptionId }) => subscriptionId),
  invoiceItemsOfCustomer: all.invoiceItems.groupBy(({ customerId }) => customerId),
  paymentsOfCustomer: all.payments.groupBy(({ customerId }) => customerId),
  paymentsOfInvoice: all.payments.groupBy(({ invoiceId }) => invoiceId),
  chargesOfCustomer: all.charges.groupBy(({ customerId }) => customerId),
  chargesOfPayment: all.charges.groupBy(({ paymentId }) => paymentId),
  refundsOfCharge: all.refunds.groupBy(({ chargeId }) => chargeId),
  creditNotesOfInvoice: all.creditNotes.groupBy(({ invoiceId }) => invoiceId),
});

/** An account that begins with what it is given. */
export const makeAccount = ({ seeds, nowMs, lagMs, ...deps }: AccountDeps): StripeAccount => {
  const collections = collectionsOf(seeds);
  return {
    ...collections,
    ...deps,
    groups: groupsOf(collections),
    switches: makeSwitches(),
    searchIndex: makeSearchIndex({ nowMs, lagMs }),
    nowSeconds: () => Math.floor(nowMs() / 1_000),
  };
};
