import { z } from 'zod';
import { paramOf, type Route } from '../../http/route.ts';
import type { StripeAccount } from '../account.ts';
import { createSubscription } from '../changes/create-subscription.ts';
import { endSubscription } from '../changes/end-subscription.ts';
import { updateSubscription } from '../changes/update-subscription.ts';
import { invalid } from '../errors.ts';
import { named, referred } from '../kind.ts';
import { customerKind, subscriptionKind } from '../kinds.ts';
import { expandParams, flag, isInRange, isWanted, listParams, rangeParam } from '../params.ts';
import { subscriptionStatuses, type StripeSubscription } from '../records/billing.ts';
import { renderSubscription } from '../render.ts';
import { getRoute, listRoute } from './reading-routes.ts';
import {
  newSubscriptionSchema,
  subscriptionChangesSchema,
  toNewSubscription,
} from '../changes/subscription-params.ts';
import { writingRoute } from './writing-route.ts';

const PATH = '/v1/subscriptions';

const statusSchema = z.enum([...subscriptionStatuses, 'all', 'ended']).optional();

const listSchema = z.strictObject({
  ...listParams,
  customer: z.string().optional(),
  price: z.string().optional(),
  collection_method: z.enum(['charge_automatically', 'send_invoice']).optional(),
  current_period_end: rangeParam.optional(),
  test_clock: z.string().optional(),
  status: statusSchema,
});

type Asked = z.output<typeof listSchema>;

/** Without a status the ended ones stay hidden. */
const hasStatus = (subscription: StripeSubscription, wanted: Asked['status']): boolean => {
  switch (wanted) {
    case undefined:
      return subscription.status !== 'canceled';
    case 'all':
      return true;
    case 'ended':
      return ['canceled', 'incomplete_expired'].includes(subscription.status);
    default:
      return subscription.status === wanted;
  }
};

const isAsked = (subscription: StripeSubscription, asked: Asked): boolean =>
  hasStatus(subscription, asked.status) &&
  subscription.testClock === (asked.test_clock ?? null) &&
  isWanted(subscription.customerId, asked.customer) &&
  isWanted(subscription.collectionMethod, asked.collection_method) &&
  (asked.price === undefined || subscription.items.some(({ price }) => price.id === asked.price)) &&
  isInRange(subscription.items[0]?.periodEnd ?? 0, asked.current_period_end);

const listSubscriptions = (account: StripeAccount): Route =>
  listRoute(account, subscriptionKind(account), {
    schema: listSchema,
    within: ({ customer }) => {
      if (customer === undefined) return undefined;
      referred(customerKind(account), customer, 'customer');
      return account.groups.subscriptionsOfCustomer.of(customer);
    },
    isListed: isAsked,
  });

/** A subscription that is still there to be changed. */
const running = (account: StripeAccount, id: string): StripeSubscription => {
  const subscription = named(subscriptionKind(account), id);
  if (subscription.endedAt === null) return subscription;
  throw invalid('A canceled subscription can only update its cancellation_details and metadata.', undefined);
};

const cancelSchema = z.strictObject({
  ...expandParams,
  invoice_now: flag.optional(),
  prorate: flag.optional(),
});

const writes = (account: StripeAccount): readonly Route[] => [
  writingRoute(account, {
    path: PATH,
    schema: newSubscriptionSchema,
    run: (params, cause) =>
      renderSubscription(account, createSubscription(account, toNewSubscription(account, params), cause)),
  }),
  writingRoute(account, {
    path: `${PATH}/:id`,
    schema: subscriptionChangesSchema,
    run: (params, cause, request) => {
      const subscription = running(account, paramOf(request, 'id'));
      updateSubscription(account, subscription, params, cause);
      return renderSubscription(account, subscription);
    },
  }),
  writingRoute(account, {
    method: 'delete',
    path: `${PATH}/:id`,
    schema: cancelSchema,
    run: (_params, cause, request) => {
      const subscription = running(account, paramOf(request, 'id'));
      endSubscription(account, subscription, { cause, reason: 'cancellation_requested' });
      return renderSubscription(account, subscription);
    },
  }),
];

export const subscriptionRoutes = (account: StripeAccount): readonly Route[] => [
  listSubscriptions(account),
  getRoute(account, subscriptionKind(account)),
  ...writes(account),
];
