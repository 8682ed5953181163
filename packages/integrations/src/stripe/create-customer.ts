import type { Stripe } from 'stripe';
import { readAnswer } from '../call/read-answer.ts';
import { toCustomer, type StripeCustomer } from './customer.ts';
import { readPage, toPageParams, type AskOptions, type StripeDeps } from './page.ts';

/** A customer to be. */
export interface NewStripeCustomer {
  /** For a day Stripe answers the same key with the same customer; it is kept in the metadata as well. */
  readonly key: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Which customer to look for. */
export interface CreatedCustomer {
  readonly key: string;
  /** As it was written; Stripe compares letter by letter. Null reads every customer since then. */
  readonly email: string | null;
  /** A moment before it was created. */
  readonly since: Date;
}

/** Of the metadata, what says which write of ours made a customer. */
const KEY_METADATA = 'sherpa_key';

const PAGE = 100;

/** Stripe's clock and ours may differ by that much. */
const CLOCKS_MS = 300_000;

/** Creates a customer. Safe to repeat with the same key and the same rest within a day. */
export const createCustomer = (
  { sdk, call }: StripeDeps,
  { key, email, name, metadata = {} }: NewStripeCustomer,
  { signal }: AskOptions,
): Promise<StripeCustomer> => {
  const params = {
    ...(email === null ? {} : { email }),
    ...(name === null ? {} : { name }),
    metadata: { ...metadata, [KEY_METADATA]: key },
  };
  return call({
    operation: 'customers.create',
    idempotent: true,
    signal,
    run: async (ends) => {
      const customer = await sdk.ask(ends, (client) =>
        client.customers.create(params, { idempotencyKey: key }),
      );
      return readAnswer(() => toCustomer(customer));
    },
  });
};

/**
 * The customer that a write under that key created, undefined where none did or it was deleted since.
 * It lists, since Stripe's search lags behind its writes.
 */
export const findCreatedCustomer = async (
  deps: StripeDeps,
  { key, email, since }: CreatedCustomer,
  options: AskOptions,
): Promise<StripeCustomer | undefined> => {
  const filter = {
    created: { gte: Math.floor((since.getTime() - CLOCKS_MS) / 1_000) },
    ...(email === null ? {} : { email }),
  };
  const read = (startingAfter: string | undefined) => {
    const list = (client: Stripe) =>
      client.customers.list({ ...toPageParams({ limit: PAGE, startingAfter }), ...filter });
    return readPage(deps, { operation: 'customers.list', list, read: toCustomer }, options);
  };
  let next: string | undefined;
  do {
    const page = await read(next);
    const found = page.rows.find(({ metadata }) => metadata[KEY_METADATA] === key);
    if (found !== undefined) return found;
    next = page.next;
  } while (next !== undefined);
  return undefined;
};
