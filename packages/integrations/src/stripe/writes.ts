import {
  createCustomer,
  deleteCustomer,
  findCreatedCustomer,
  updateCustomer,
  type CreatedCustomer,
  type NewStripeCustomer,
  type StripeCustomerChanges,
  type StripeDeletion,
} from './create-customer.ts';
import type { StripeCustomer } from './customer.ts';
import { findCreated, type CreatedBy } from './find-created.ts';
import type { StripeInvoiceItem } from './invoice-item.ts';
import type { StripeInvoice } from './invoice.ts';
import type { AskOptions, StripeDeps } from './page.ts';
import {
  createPortalSession,
  type NewStripePortalSession,
  type StripePortalSession,
} from './portal-session.ts';
import type { StripeLists } from './read-many.ts';
import type { StripeGets } from './read-one.ts';
import type { StripeRefund } from './refund.ts';
import type { StripeSubscription } from './subscription.ts';
import {
  createInvoice,
  createInvoiceItem,
  finalizeInvoice,
  voidInvoice,
  type NewStripeInvoice,
  type NewStripeInvoiceItem,
  type StripeInvoiceAction,
} from './write-invoice.ts';
import { createRefund, type NewStripeRefund } from './write-refund.ts';
import {
  cancelSubscription,
  createSubscription,
  updateSubscription,
  type NewStripeSubscription,
  type StripeCancellation,
  type StripeSubscriptionChanges,
} from './write-subscription.ts';

/** Which write's thing to look for, and at whose customer. */
export interface CreatedFor extends CreatedBy {
  readonly customerId: string;
}

/** Which write's refund to look for, and of which charge. */
export interface CreatedRefund extends CreatedBy {
  readonly chargeId: string;
}

type Create<New, T> = (asked: New, options?: AskOptions) => Promise<T>;
type Change<Changes, T> = (id: string, changes: Changes, options?: AskOptions) => Promise<T>;
type Find<Created, T> = (created: Created, options?: AskOptions) => Promise<T | undefined>;

/**
 * What is written. Every write has a key: for a day it is safe to repeat with the same key and the same
 * rest, and gives the same answer, also a failure of Stripe's own. After that, look with `findCreated…`
 * for what the key made, before it is made again.
 */
export interface StripeWrites {
  createCustomer: Create<NewStripeCustomer, StripeCustomer>;
  /** What a write under that key created; `undefined` where none did, or it was deleted since. */
  findCreatedCustomer: Find<CreatedCustomer, StripeCustomer>;
  updateCustomer: Change<StripeCustomerChanges, StripeCustomer>;
  /** For good, with its subscriptions. Safe to repeat; false where nobody is there (any more). */
  deleteCustomer: Change<StripeDeletion, boolean>;
  /** It is `incomplete` until its first bill is paid; one with days until due is active, its bill a draft. */
  createSubscription: Create<NewStripeSubscription, StripeSubscription>;
  findCreatedSubscription: Find<CreatedFor, StripeSubscription>;
  updateSubscription: Change<StripeSubscriptionChanges, StripeSubscription>;
  /** At once; one that has ended is left as it is. */
  cancelSubscription: Change<StripeCancellation, StripeSubscription>;
  /** A draft. */
  createInvoice: Create<NewStripeInvoice, StripeInvoice>;
  findCreatedInvoice: Find<CreatedFor, StripeInvoice>;
  finalizeInvoice: Change<StripeInvoiceAction, StripeInvoice>;
  voidInvoice: Change<StripeInvoiceAction, StripeInvoice>;
  createInvoiceItem: Create<NewStripeInvoiceItem, StripeInvoiceItem>;
  findCreatedInvoiceItem: Find<CreatedFor, StripeInvoiceItem>;
  createRefund: Create<NewStripeRefund, StripeRefund>;
  findCreatedRefund: Find<CreatedRefund, StripeRefund>;
  createPortalSession: Create<NewStripePortalSession, StripePortalSession>;
}

/** The writes of one account; what a key made is looked for in its lists. */
export const makeWrites = (deps: StripeDeps, reads: StripeLists & StripeGets): StripeWrites => ({
  createCustomer: (asked, options = {}) => createCustomer(deps, asked, options),
  findCreatedCustomer: (created, options = {}) => findCreatedCustomer(deps, created, options),
  updateCustomer: (id, changes, options = {}) => updateCustomer(deps, id, changes, options),
  deleteCustomer: (id, how, options = {}) => deleteCustomer(deps, id, how, options),
  createSubscription: (asked, options = {}) => createSubscription(deps, asked, options),
  findCreatedSubscription: ({ customerId, ...created }, options = {}) =>
    findCreated((page) => reads.listSubscriptions({ ...page, customerId }, options), created),
  updateSubscription: (id, changes, options = {}) => updateSubscription(deps, id, changes, options),
  cancelSubscription: (id, how, options = {}) =>
    cancelSubscription({ ...deps, getSubscription: reads.getSubscription }, id, how, options),
  createInvoice: (asked, options = {}) => createInvoice(deps, asked, options),
  findCreatedInvoice: ({ customerId, ...created }, options = {}) =>
    findCreated((page) => reads.listInvoices({ ...page, customerId }, options), created),
  finalizeInvoice: (id, how, options = {}) => finalizeInvoice(deps, id, how, options),
  voidInvoice: (id, how, options = {}) => voidInvoice(deps, id, how, options),
  createInvoiceItem: (asked, options = {}) => createInvoiceItem(deps, asked, options),
  findCreatedInvoiceItem: ({ customerId, ...created }, options = {}) =>
    findCreated((page) => reads.listInvoiceItems({ ...page, customerId }, options), created),
  createRefund: (asked, options = {}) => createRefund(deps, asked, options),
  findCreatedRefund: ({ chargeId, ...created }, options = {}) =>
    findCreated((page) => reads.listRefunds({ ...page, chargeId }, options), created),
  createPortalSession: (asked, options = {}) => createPortalSession(deps, asked, options),
});
