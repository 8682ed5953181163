import type { Stripe } from 'stripe';
import { toInvoiceItem, type StripeInvoiceItem } from './invoice-item.ts';
import { toInvoice, type StripeInvoice } from './invoice.ts';
import type { AskOptions, StripeDeps } from './page.ts';
import { keyedMetadata, writeOne } from './write-one.ts';

/** An invoice to be: a draft that nobody sends and nobody charges until it is finalized. */
export interface NewStripeInvoice {
  /** For a day Stripe answers the same key with the same draft; it is kept in the metadata as well. */
  readonly key: string;
  readonly customerId: string;
  readonly currency?: string | undefined;
  /** Days the customer has to pay it; without it the card on file is charged. */
  readonly daysUntilDue?: number | undefined;
  readonly description?: string | undefined;
  /** Takes in the items that wait for the customer's next invoice. */
  readonly includePending?: boolean | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** A charge or credit to be, in minor units. */
export interface NewStripeInvoiceItem {
  readonly key: string;
  readonly customerId: string;
  /** A draft to put it on; without it, it waits for the next invoice. */
  readonly invoiceId?: string | undefined;
  readonly amountMinor: number;
  readonly currency: string;
  readonly description?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** Under which key to act on an invoice. */
export interface StripeInvoiceAction {
  readonly key: string;
}

const described = (description: string | undefined) => (description === undefined ? {} : { description });

/** Makes a draft. Safe to repeat with the same key and the same rest within a day. */
export const createInvoice = (
  deps: StripeDeps,
  {
    key,
    customerId,
    currency,
    daysUntilDue,
    description,
    includePending = false,
    metadata,
  }: NewStripeInvoice,
  options: AskOptions,
): Promise<StripeInvoice> => {
  const params: Stripe.InvoiceCreateParams = {
    customer: customerId,
    auto_advance: false,
    ...(currency === undefined ? {} : { currency }),
    ...(daysUntilDue === undefined
      ? { collection_method: 'charge_automatically' }
      : { collection_method: 'send_invoice', days_until_due: daysUntilDue }),
    ...described(description),
    pending_invoice_items_behavior: includePending ? 'include' : 'exclude',
    metadata: keyedMetadata(key, metadata),
  };
  const write = (client: Stripe, how: Stripe.RequestOptions) => client.invoices.create(params, how);
  return writeOne(deps, { operation: 'invoices.create', key, write, read: toInvoice }, options);
};

/** Numbers a draft and opens it. */
export const finalizeInvoice = (
  deps: StripeDeps,
  id: string,
  { key }: StripeInvoiceAction,
  options: AskOptions,
): Promise<StripeInvoice> => {
  const write = (client: Stripe, how: Stripe.RequestOptions) => client.invoices.finalizeInvoice(id, {}, how);
  return writeOne(deps, { operation: 'invoices.finalize', key, write, read: toInvoice }, options);
};

/** Takes an open invoice back. */
export const voidInvoice = (
  deps: StripeDeps,
  id: string,
  { key }: StripeInvoiceAction,
  options: AskOptions,
): Promise<StripeInvoice> => {
  const write = (client: Stripe, how: Stripe.RequestOptions) => client.invoices.voidInvoice(id, {}, how);
  return writeOne(deps, { operation: 'invoices.void', key, write, read: toInvoice }, options);
};

/** Adds a charge, or a credit where the amount is negative. */
export const createInvoiceItem = (
  deps: StripeDeps,
  { key, customerId, invoiceId, amountMinor, currency, description, metadata }: NewStripeInvoiceItem,
  options: AskOptions,
): Promise<StripeInvoiceItem> => {
  const params: Stripe.InvoiceItemCreateParams = {
    customer: customerId,
    ...(invoiceId === undefined ? {} : { invoice: invoiceId }),
    amount: amountMinor,
    currency,
    ...described(description),
    metadata: keyedMetadata(key, metadata),
  };
  const write = (client: Stripe, how: Stripe.RequestOptions) => client.invoiceItems.create(params, how);
  return writeOne(deps, { operation: 'invoiceitems.create', key, write, read: toInvoiceItem }, options);
};
