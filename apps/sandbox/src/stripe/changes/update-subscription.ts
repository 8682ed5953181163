import type { Cause, StripeAccount } from '../account.ts';
import { invalid } from '../errors.ts';
import { mergeMetadata } from '../metadata.ts';
import { periodSeconds } from '../period.ts';
import type { StripeSubscription, StripeSubscriptionItem } from '../records/billing.ts';
import { recurringPrice, type SubscriptionChanges } from './subscription-params.ts';
import { changeItems } from './change-items.ts';
import { changeSubscription } from './change-subscription.ts';

type ItemChange = NonNullable<SubscriptionChanges['items']>[number];

const changedItem = (
  account: StripeAccount,
  item: StripeSubscriptionItem,
  { price, quantity }: ItemChange,
): StripeSubscriptionItem => ({
  ...item,
  price: price === undefined ? item.price : recurringPrice(account, price, 'items[price]'),
  quantity: quantity ?? item.quantity,
});

const addedItem = (
  account: StripeAccount,
  subscription: StripeSubscription,
  { price, quantity }: ItemChange,
): StripeSubscriptionItem => {
  if (price === undefined) throw invalid('Missing required param: items[0][price].', undefined, 'items');
  const found = recurringPrice(account, price, 'items[price]');
  const [sibling] = subscription.items;
  const now = account.nowSeconds();
  return {
    id: account.newId('si'),
    price: found,
    quantity: quantity ?? 1,
    periodStart: sibling?.periodStart ?? now,
    periodEnd: sibling?.periodEnd ?? now + periodSeconds(found),
  };
};

/** The items as a change leaves them: named ones changed or taken out, the others added. */
export const nextItems = (
  account: StripeAccount,
  subscription: StripeSubscription,
  changes: readonly ItemChange[],
): readonly StripeSubscriptionItem[] => {
  const byId = new Map(changes.flatMap((change) => (change.id === undefined ? [] : [[change.id, change]])));
  for (const id of byId.keys()) {
    if (!subscription.items.some((item) => item.id === id)) {
      throw invalid(`No such subscription_item: '${id}'`, 'resource_missing', 'items[0][id]');
    }
  }
  const kept = subscription.items.flatMap((item) => {
    const change = byId.get(item.id);
    if (change === undefined) return [item];
    return change.deleted ? [] : [changedItem(account, item, change)];
  });
  const added = changes.filter(({ id }) => id === undefined);
  return [...kept, ...added.map((change) => addedItem(account, subscription, change))];
};

/** With its period a subscription ends when `cancel_at_period_end` says so, and goes on when that is taken back. */
const cancellation = (account: StripeAccount, asked: boolean | undefined): Partial<StripeSubscription> => {
  if (asked === undefined) return {};
  return {
    cancelAtPeriodEnd: asked,
    canceledAt: asked ? account.nowSeconds() : null,
    cancelReason: asked ? 'cancellation_requested' : null,
    ...(asked ? {} : { cancelFeedback: null }),
  };
};

const trialOf = (
  account: StripeAccount,
  subscription: StripeSubscription,
  asked: SubscriptionChanges['trial_end'],
): Partial<StripeSubscription> => {
  if (asked === undefined) return {};
  const trialEnd = asked === 'now' ? account.nowSeconds() : asked;
  return {
    trialEnd,
    items: subscription.items.map((item) => ({ ...item, periodEnd: trialEnd })),
  };
};

/** What a caller changes of a subscription, in one update and as many events as things changed. */
export const updateSubscription = (
  account: StripeAccount,
  subscription: StripeSubscription,
  params: SubscriptionChanges,
  cause: Cause,
): void => {
  const after = params.items === undefined ? null : nextItems(account, subscription, params.items);
  const metadata = mergeMetadata(subscription.metadata, params.metadata);
  changeSubscription(account, cause, subscription, {
    ...cancellation(account, params.cancel_at_period_end),
    ...trialOf(account, subscription, params.trial_end),
    metadata,
    collectionMethod: params.collection_method ?? subscription.collectionMethod,
    daysUntilDue: params.days_until_due ?? subscription.daysUntilDue,
  });
  if (after !== null) {
    changeItems(account, subscription, after, { proration: params.proration_behavior, cause });
  }
};
