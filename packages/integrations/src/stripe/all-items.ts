import type { Stripe } from 'stripe';
import { readPage, type AskOptions, type StripeDeps } from './page.ts';
import { toSubscription, type StripeSubscription } from './subscription.ts';

/** A subscription as it is embedded in an answer, with the first of its items. */
export interface ReadSubscription {
  readonly raw: Stripe.Subscription;
  readonly subscription: StripeSubscription;
}

/** Reads a subscription with the items that came along. */
export const readSubscription = (raw: Stripe.Subscription): ReadSubscription => ({
  raw,
  subscription: toSubscription(raw, raw.items.data),
});

/** A subscription has 20 items at most, so one page holds them. */
const PAGE = 100;

/** The subscription with all of its items; an answer embeds the first ten only. */
export const withAllItems = async (
  deps: StripeDeps,
  { raw, subscription }: ReadSubscription,
  options: AskOptions,
): Promise<StripeSubscription> => {
  if (!raw.items.has_more) return subscription;
  const { rows } = await readPage(
    deps,
    {
      operation: 'subscription_items.list',
      list: (client) => client.subscriptionItems.list({ subscription: raw.id, limit: PAGE }),
      read: (item) => item,
    },
    options,
  );
  return toSubscription(raw, rows);
};
