import { z } from 'zod';
import { json } from '../../http/reply.ts';
import { paramOf, type Route } from '../../http/route.ts';
import type { StripeAccount } from '../account.ts';
import { missing } from '../errors.ts';
import { inList, renderSubscription } from '../expand.ts';
import { listPage } from '../list-page.ts';
import { expandParams, isInRange, listParams, parseParams } from '../params.ts';
import { subscriptionStatuses, type StripeSubscription } from '../records.ts';

const statusSchema = z.enum([...subscriptionStatuses, 'all', 'ended']).optional();

const listSchema = z.strictObject({
  ...listParams,
  customer: z.string().optional(),
  price: z.string().optional(),
  status: statusSchema,
});

const getSchema = z.strictObject(expandParams);

/** Without a status the ended ones stay hidden. */
const hasStatus = (subscription: StripeSubscription, wanted: z.output<typeof statusSchema>): boolean => {
  const hasEnded = ['canceled', 'incomplete_expired'].includes(subscription.status);
  switch (wanted) {
    case undefined:
      return subscription.status !== 'canceled';
    case 'all':
      return true;
    case 'ended':
      return hasEnded;
    default:
      return subscription.status === wanted;
  }
};

const listSubscriptions = (account: StripeAccount): Route => ({
  method: 'get',
  path: '/v1/subscriptions',
  handle: (request) => {
    const params = parseParams(listSchema, request.query);
    if (params.customer !== undefined && account.customers.get(params.customer) === undefined) {
      throw missing('customer', params.customer, 'customer', 400);
    }
    const paths = inList(params.expand);
    return json(
      listPage(
        {
          collection: account.subscriptions,
          noun: 'subscription',
          url: '/v1/subscriptions',
          isListed: (subscription) =>
            hasStatus(subscription, params.status) &&
            (params.customer === undefined || subscription.customerId === params.customer) &&
            (params.price === undefined ||
              subscription.items.some((item) => item.price.id === params.price)) &&
            isInRange(subscription.created, params.created),
          toWire: (subscription) => renderSubscription(account, subscription, paths),
        },
        params,
      ),
    );
  },
});

const getSubscription = (account: StripeAccount): Route => ({
  method: 'get',
  path: '/v1/subscriptions/:id',
  handle: (request) => {
    const { expand } = parseParams(getSchema, request.query);
    const id = paramOf(request, 'id');
    const subscription = account.subscriptions.get(id);
    if (subscription === undefined) throw missing('subscription', id, 'id');
    return json(renderSubscription(account, subscription, expand));
  },
});

export const subscriptionRoutes = (account: StripeAccount): readonly Route[] => [
  listSubscriptions(account),
  getSubscription(account),
];
