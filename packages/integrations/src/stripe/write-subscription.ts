import { IntegrationError } from '@sherpa/core';
import type { Stripe } from 'stripe';
import { readSubscription, withAllItems, type ReadSubscription } from './all-items.ts';
import type { AskOptions, StripeDeps } from './page.ts';
import type { StripeGets } from './read-one.ts';
import type { StripeSubscription } from './subscription.ts';
import { keyedMetadata, writeOne, type WriteRequest } from './write-one.ts';

/** A subscription to be. Nothing is charged without somebody's doing: the first bill waits for its payment, or to be sent. */
export interface NewStripeSubscription {
  /** For a day Stripe answers the same key with the same subscription; it is kept in the metadata as well. */
  readonly key: string;
  readonly customerId: string;
  readonly items: readonly { readonly priceId: string; readonly quantity: number }[];
  /** Days the customer has to pay bills that are sent; without it the card on file is charged. */
  readonly daysUntilDue?: number | undefined;
  readonly trialDays?: number | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** What changes of a subscription; what is not there stays. */
export interface StripeSubscriptionChanges {
  readonly key: string;
  /** Items by their ids to change, without an id to add, `deleted` to take out. */
  readonly items?:
    | readonly {
        readonly id?: string;
        readonly priceId?: string;
        readonly quantity?: number;
        readonly deleted?: true;
      }[]
    | undefined;
  readonly cancelAtPeriodEnd?: boolean | undefined;
  /** What becomes of the running period: on the next bill, billed now, or nothing. */
  readonly proration?: 'create_prorations' | 'always_invoice' | 'none' | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** Which subscription to end. */
export interface StripeCancellation {
  readonly key: string;
}

const EXPANDED = ['discounts.source.coupon'];

const write = async (
  deps: StripeDeps,
  request: Omit<WriteRequest<Stripe.Subscription, ReadSubscription>, 'read'>,
  options: AskOptions,
): Promise<StripeSubscription> =>
  withAllItems(deps, await writeOne(deps, { ...request, read: readSubscription }, options), options);

/** Creates a subscription. Safe to repeat with the same key and the same rest within a day. */
export const createSubscription = (
  deps: StripeDeps,
  { key, customerId, items, daysUntilDue, trialDays, metadata }: NewStripeSubscription,
  options: AskOptions,
): Promise<StripeSubscription> => {
  const collection: Pick<
    Stripe.SubscriptionCreateParams,
    'collection_method' | 'days_until_due' | 'payment_behavior'
  > =
    daysUntilDue === undefined
      ? { payment_behavior: 'default_incomplete' }
      : { collection_method: 'send_invoice', days_until_due: daysUntilDue };
  const params: Stripe.SubscriptionCreateParams = {
    customer: customerId,
    items: items.map(({ priceId, quantity }) => ({ price: priceId, quantity })),
    ...collection,
    ...(trialDays === undefined ? {} : { trial_period_days: trialDays }),
    metadata: keyedMetadata(key, metadata),
    expand: EXPANDED,
  };
  const request = {
    operation: 'subscriptions.create',
    key,
    write: (client: Stripe, how: Stripe.RequestOptions) => client.subscriptions.create(params, how),
  };
  return write(deps, request, options);
};

const toItemParams = (
  items: NonNullable<StripeSubscriptionChanges['items']>,
): Stripe.SubscriptionUpdateParams.Item[] =>
  items.map(({ id, priceId, quantity, deleted }) => ({
    ...(id === undefined ? {} : { id }),
    ...(priceId === undefined ? {} : { price: priceId }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(deleted === undefined ? {} : { deleted }),
  }));

/** Changes a subscription: its items, whether it ends with its period, its metadata. */
export const updateSubscription = (
  deps: StripeDeps,
  id: string,
  { key, items, cancelAtPeriodEnd, proration, metadata }: StripeSubscriptionChanges,
  options: AskOptions,
): Promise<StripeSubscription> => {
  const params: Stripe.SubscriptionUpdateParams = {
    ...(items === undefined ? {} : { items: toItemParams(items) }),
    ...(cancelAtPeriodEnd === undefined ? {} : { cancel_at_period_end: cancelAtPeriodEnd }),
    ...(proration === undefined ? {} : { proration_behavior: proration }),
    ...(metadata === undefined ? {} : { metadata: { ...metadata } }),
    expand: EXPANDED,
  };
  const request = {
    operation: 'subscriptions.update',
    key,
    write: (client: Stripe, how: Stripe.RequestOptions) => client.subscriptions.update(id, params, how),
  };
  return write(deps, request, options);
};

/**
 * Ends a subscription at once. Stripe keeps no keys of deletions, and refuses to end what has ended: then
 * it is looked whether it is so, and whoever asked gets the subscription as it ended.
 */
export const cancelSubscription = async (
  deps: StripeDeps & Pick<StripeGets, 'getSubscription'>,
  id: string,
  { key }: StripeCancellation,
  options: AskOptions,
): Promise<StripeSubscription> => {
  const request = {
    operation: 'subscriptions.cancel',
    key,
    write: (client: Stripe, how: Stripe.RequestOptions) => client.subscriptions.cancel(id, {}, how),
  };
  try {
    return await write(deps, request, options);
  } catch (thrown) {
    const isRefused = thrown instanceof IntegrationError && thrown.code === 'integration_rejected';
    const found = isRefused ? await deps.getSubscription(id, options) : undefined;
    if (found?.status !== 'canceled') throw thrown;
    return found;
  }
};
