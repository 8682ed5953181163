import { IntegrationError } from '@sherpa/core';
import type { Stripe } from 'stripe';
import { toCustomer, type StripeCustomer } from './customer.ts';
import { findCreated } from './find-created.ts';
import { readPage, toPageParams, type AskOptions, type StripeDeps, type StripePage } from './page.ts';
import { keyedMetadata, writeOne } from './write-one.ts';

/** A customer to be. */
export interface NewStripeCustomer {
  /** For a day Stripe answers the same key with the same customer; it is kept in the metadata as well. */
  readonly key: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What changes of a customer; null clears, what is not there stays. */
export interface StripeCustomerChanges {
  readonly key: string;
  readonly email?: string | null;
  readonly name?: string | null;
  readonly phone?: string | null;
  /** Merged key by key; an empty value removes its key. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Under which key to delete a customer. */
export interface StripeDeletion {
  readonly key: string;
}

/** Which customer to look for. */
export interface CreatedCustomer {
  readonly key: string;
  /** As it was written; Stripe compares letter by letter. Null reads every customer since then. */
  readonly email: string | null;
  /** A moment before it was created. */
  readonly since: Date;
}

/** Creates a customer. Safe to repeat with the same key and the same rest within a day. */
export const createCustomer = (
  deps: StripeDeps,
  { key, email, name, metadata }: NewStripeCustomer,
  options: AskOptions,
): Promise<StripeCustomer> => {
  const params = {
    ...(email === null ? {} : { email }),
    ...(name === null ? {} : { name }),
    metadata: keyedMetadata(key, metadata),
  };
  const write = (client: Stripe, how: Stripe.RequestOptions) => client.customers.create(params, how);
  return writeOne(deps, { operation: 'customers.create', key, write, read: toCustomer }, options);
};

/** Stripe clears by an empty text. */
const clearable = (value: string | null): string => value ?? '';

/** Changes a customer; what is given as null is cleared. */
export const updateCustomer = (
  deps: StripeDeps,
  id: string,
  { key, email, name, phone, metadata }: StripeCustomerChanges,
  options: AskOptions,
): Promise<StripeCustomer> => {
  const params: Stripe.CustomerUpdateParams = {
    ...(email === undefined ? {} : { email: clearable(email) }),
    ...(name === undefined ? {} : { name: clearable(name) }),
    ...(phone === undefined ? {} : { phone: clearable(phone) }),
    ...(metadata === undefined ? {} : { metadata: { ...metadata } }),
  };
  const write = (client: Stripe, how: Stripe.RequestOptions) => client.customers.update(id, params, how);
  return writeOne(deps, { operation: 'customers.update', key, write, read: toCustomer }, options);
};

/**
 * The customer that a write under that key created, undefined where none did or it was deleted since.
 */
export const findCreatedCustomer = (
  deps: StripeDeps,
  { email, ...created }: CreatedCustomer,
  options: AskOptions,
): Promise<StripeCustomer | undefined> => {
  const filter = email === null ? {} : { email };
  const read = (page: StripePage) => {
    const list = (client: Stripe) => client.customers.list({ ...toPageParams(page), ...filter });
    return readPage(deps, { operation: 'customers.list', list, read: toCustomer }, options);
  };
  return findCreated(read, created);
};

const isDeleted = ({ deleted }: Stripe.DeletedCustomer): boolean => deleted;

/**
 * Deletes a customer for good, which ends its subscriptions at once. Stripe keeps no keys of deletions: safe to
 * repeat, and true also where it was gone before; false where nobody was ever there.
 */
export const deleteCustomer = async (
  deps: StripeDeps,
  id: string,
  { key }: StripeDeletion,
  options: AskOptions,
): Promise<boolean> => {
  const write = (client: Stripe, how: Stripe.RequestOptions) => client.customers.del(id, {}, how);
  try {
    return await writeOne(deps, { operation: 'customers.delete', key, write, read: isDeleted }, options);
  } catch (thrown) {
    if (thrown instanceof IntegrationError && thrown.details['status'] === 404) return false;
    throw thrown;
  }
};
