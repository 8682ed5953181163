import { z } from 'zod';
import { json } from '../../http/reply.ts';
import { paramOf, type Route } from '../../http/route.ts';
import type { StripeAccount } from '../account.ts';
import { makeCollection } from '../collection.ts';
import { changeItems } from '../changes/change-items.ts';
import { nextItems } from '../changes/update-subscription.ts';
import { missing } from '../errors.ts';
import { expanded } from '../expand.ts';
import { referred } from '../kind.ts';
import { subscriptionKind } from '../kinds.ts';
import { listPage } from '../list-page.ts';
import { toWireItem } from '../objects/wire-subscription.ts';
import { expandParams, integer, listParams, parseParams } from '../params.ts';
import type { StripeSubscription, StripeSubscriptionItem } from '../records/billing.ts';
import { prorationParam } from '../changes/subscription-params.ts';
import { writingRoute } from './writing-route.ts';

const PATH = '/v1/subscription_items';

const listSchema = z.strictObject({ ...listParams, subscription: z.string() });

interface Found {
  readonly subscription: StripeSubscription;
  readonly item: StripeSubscriptionItem;
}

/** Items live on their subscriptions; there are too few calls for an index of them. */
const find = (account: StripeAccount, id: string): Found => {
  for (const subscription of account.subscriptions.items) {
    const item = subscription.items.find((one) => one.id === id);
    if (item !== undefined) return { subscription, item };
  }
  throw missing('subscription_item', id, 'item');
};

const listItems = (account: StripeAccount): Route => ({
  method: 'get',
  path: PATH,
  handle: (request) => {
    const params = parseParams(listSchema, request.query);
    const subscription = referred(subscriptionKind(account), params.subscription, 'subscription');
    const items = subscription.items.map((item) => ({ ...item, created: subscription.created }));
    const page = listPage(
      {
        collection: makeCollection(items.toReversed()),
        noun: 'subscription_item',
        url: PATH,
        isListed: () => true,
        toWire: (item) => toWireItem(subscription, item),
      },
      params,
    );
    return json(expanded(account, page, params.expand));
  },
});

const changesSchema = z.strictObject({
  ...expandParams,
  price: z.string().optional(),
  quantity: integer.optional(),
  proration_behavior: prorationParam,
});

const newSchema = changesSchema.extend({ subscription: z.string(), price: z.string() });

type Change = Parameters<typeof nextItems>[2][number];

const change = (
  account: StripeAccount,
  subscription: StripeSubscription,
  what: Change,
  how: Parameters<typeof changeItems>[3],
): void => changeItems(account, subscription, nextItems(account, subscription, [what]), how);

const writes = (account: StripeAccount): readonly Route[] => [
  writingRoute(account, {
    path: PATH,
    schema: newSchema,
    run: ({ price, quantity, proration_behavior: proration, ...asked }, cause) => {
      const subscription = referred(subscriptionKind(account), asked.subscription, 'subscription');
      change(account, subscription, { price, quantity, deleted: false }, { proration, cause });
      const added = subscription.items.at(-1);
      if (added === undefined) throw missing('subscription_item', '', 'item');
      return toWireItem(subscription, added);
    },
  }),
  writingRoute(account, {
    path: `${PATH}/:id`,
    schema: changesSchema,
    run: ({ price, quantity, proration_behavior: proration }, cause, request) => {
      const id = paramOf(request, 'id');
      const { subscription } = find(account, id);
      change(account, subscription, { id, price, quantity, deleted: false }, { proration, cause });
      return toWireItem(subscription, find(account, id).item);
    },
  }),
  writingRoute(account, {
    method: 'delete',
    path: `${PATH}/:id`,
    schema: z.strictObject({ ...expandParams, proration_behavior: prorationParam }),
    run: ({ proration_behavior: proration }, cause, request) => {
      const id = paramOf(request, 'id');
      const { subscription } = find(account, id);
      change(account, subscription, { id, deleted: true }, { proration, cause });
      return { id, object: 'subscription_item', deleted: true };
    },
  }),
];

export const subscriptionItemRoutes = (account: StripeAccount): readonly Route[] => [
  listItems(account),
  {
    method: 'get',
    path: `${PATH}/:id`,
    handle: (request) => {
      const { expand } = parseParams(z.strictObject(expandParams), request.query);
      const { subscription, item } = find(account, paramOf(request, 'id'));
      return json(expanded(account, toWireItem(subscription, item), expand));
    },
  },
  ...writes(account),
];
