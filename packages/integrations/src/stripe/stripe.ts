import type { Stripe } from 'stripe';
import type { Call } from '../call/make-call.ts';
import { readSubscription, withAllItems } from './all-items.ts';
import {
  createCustomer,
  findCreatedCustomer,
  type CreatedCustomer,
  type NewStripeCustomer,
} from './create-customer.ts';
import {
  toCustomer,
  toCustomerOrDeleted,
  type DeletedStripeCustomer,
  type StripeCustomer,
} from './customer.ts';
import { listEventsSince, type EventPage, type StripeEvent } from './event.ts';
import { getOne } from './get-one.ts';
import { toInvoice, type StripeInvoice } from './invoice.ts';
import { readPage, toPageParams, type AskOptions, type StripePage, type StripeRows } from './page.ts';
import { makeStripeSdk } from './sdk.ts';
import type { StripeSubscription } from './subscription.ts';

/** A page of invoices, of one status where given. */
export interface InvoicePage extends StripePage {
  readonly status?: 'draft' | 'open' | 'paid' | 'uncollectible' | 'void' | undefined;
}

/** What we do at Stripe. Everything rejects with an `AppError` that is safe to log whole. */
export interface StripeApi {
  /** Deleted customers are not in it. */
  listCustomers(page: StripePage, options?: AskOptions): Promise<StripeRows<StripeCustomer>>;
  /** Of every status, the ended ones too. */
  listSubscriptions(page: StripePage, options?: AskOptions): Promise<StripeRows<StripeSubscription>>;
  listInvoices(page: InvoicePage, options?: AskOptions): Promise<StripeRows<StripeInvoice>>;
  /** `undefined` for an id that Stripe never had. */
  getCustomer(id: string, options?: AskOptions): Promise<StripeCustomer | DeletedStripeCustomer | undefined>;
  getSubscription(id: string, options?: AskOptions): Promise<StripeSubscription | undefined>;
  /** `undefined` too for a draft that was deleted. */
  getInvoice(id: string, options?: AskOptions): Promise<StripeInvoice | undefined>;
  listEventsSince(page: EventPage, options?: AskOptions): Promise<StripeRows<StripeEvent>>;
  /** Safe to repeat with the same key and the same rest within a day; look for it first after that. */
  createCustomer(customer: NewStripeCustomer, options?: AskOptions): Promise<StripeCustomer>;
  /** What a write under that key created; `undefined` where none did, or it was deleted since. */
  findCreatedCustomer(created: CreatedCustomer, options?: AskOptions): Promise<StripeCustomer | undefined>;
}

export interface StripeOptions {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly call: Call;
}

/** Makes a client of one account. */
export const makeStripe = ({ apiKey, baseUrl, call }: StripeOptions): StripeApi => {
  const deps = { sdk: makeStripeSdk({ apiKey, baseUrl }), call };
  return {
    listCustomers: (page, options = {}) => {
      const list = (client: Stripe) => client.customers.list(toPageParams(page));
      return readPage(deps, { operation: 'customers.list', list, read: toCustomer }, options);
    },
    listSubscriptions: async (page, options = {}) => {
      // Without a status Stripe leaves the cancelled ones out.
      const params = { ...toPageParams(page), status: 'all' } as const;
      const list = (client: Stripe) => client.subscriptions.list(params);
      const request = { operation: 'subscriptions.list', list, read: readSubscription };
      const { rows, next } = await readPage(deps, request, options);
      return { rows: await Promise.all(rows.map((row) => withAllItems(deps, row, options))), next };
    },
    listInvoices: (page, options = {}) => {
      const { status } = page;
      const params = { ...toPageParams(page), ...(status === undefined ? {} : { status }) };
      const list = (client: Stripe) => client.invoices.list(params);
      return readPage(deps, { operation: 'invoices.list', list, read: toInvoice }, options);
    },
    getCustomer: (id, options = {}) => {
      const get = (client: Stripe) => client.customers.retrieve(id);
      return getOne(deps, { operation: 'customers.get', get, read: toCustomerOrDeleted }, options);
    },
    getSubscription: async (id, options = {}) => {
      const get = (client: Stripe) => client.subscriptions.retrieve(id);
      const request = { operation: 'subscriptions.get', get, read: readSubscription };
      const found = await getOne(deps, request, options);
      return found === undefined ? undefined : withAllItems(deps, found, options);
    },
    getInvoice: (id, options = {}) => {
      const get = (client: Stripe) => client.invoices.retrieve(id);
      return getOne(deps, { operation: 'invoices.get', get, read: toInvoice }, options);
    },
    listEventsSince: (page, options = {}) => listEventsSince(deps, page, options),
    createCustomer: (customer, options = {}) => createCustomer(deps, customer, options),
    findCreatedCustomer: (created, options = {}) => findCreatedCustomer(deps, created, options),
  };
};
