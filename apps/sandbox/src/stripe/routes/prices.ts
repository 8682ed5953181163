import { z } from 'zod';
import { paramOf, type Route } from '../../http/route.ts';
import { noteChange, noteEvent, type Cause, type StripeAccount } from '../account.ts';
import { invalid } from '../errors.ts';
import { named, referred } from '../kind.ts';
import { priceKind, productKind } from '../kinds.ts';
import { mergeMetadata, metadataParam } from '../metadata.ts';
import { toWirePrice } from '../objects/wire-price.ts';
import { expandParams, flag, integer, isWanted, listParam, listParams } from '../params.ts';
import { intervals, type StripePrice } from '../records/catalog.ts';
import { getRoute, listRoute } from './reading-routes.ts';
import { writingRoute } from './writing-route.ts';

const PATH = '/v1/prices';

const listSchema = z.strictObject({
  ...listParams,
  active: flag.optional(),
  currency: z.string().optional(),
  lookup_keys: listParam.pipe(z.array(z.string()).max(10)).optional(),
  product: z.string().optional(),
  type: z.enum(['one_time', 'recurring']).optional(),
});

const changesSchema = z.strictObject({
  ...expandParams,
  active: flag.optional(),
  lookup_key: z.string().optional(),
  transfer_lookup_key: flag.default(false),
  metadata: metadataParam,
  nickname: z.string().optional(),
});

const newSchema = changesSchema.extend({
  currency: z.string().length(3),
  product: z.string(),
  unit_amount: integer.pipe(z.int().min(0)),
  recurring: z
    .strictObject({
      interval: z.enum(intervals),
      interval_count: integer.pipe(z.int().min(1)).default(1),
    })
    .optional(),
});

/** A lookup key belongs to one price; it can be taken over where that is asked for. */
const takeLookupKey = (account: StripeAccount, key: string | undefined, isTransferred: boolean): void => {
  const holder = account.prices.items.find((price) => key !== undefined && price.lookupKey === key);
  if (holder === undefined) return;
  if (!isTransferred) {
    throw invalid('A price already uses that lookup key.', 'resource_already_exists', 'lookup_key');
  }
  holder.lookupKey = null;
};

const createPrice = (
  account: StripeAccount,
  params: z.output<typeof newSchema>,
  cause: Cause,
): StripePrice => {
  const product = referred(productKind(account), params.product, 'product');
  takeLookupKey(account, params.lookup_key, params.transfer_lookup_key);
  const price = account.prices.add({
    id: account.newId('price'),
    created: account.nowSeconds(),
    product: product.id,
    currency: params.currency.toLowerCase(),
    unitAmount: params.unit_amount,
    interval: params.recurring?.interval ?? null,
    intervalCount: params.recurring?.interval_count ?? 1,
    nickname: params.nickname ?? null,
    lookupKey: params.lookup_key ?? null,
    active: params.active ?? true,
    metadata: mergeMetadata({}, params.metadata),
  });
  noteEvent(account, cause, { type: 'price.created', object: toWirePrice(price) });
  return price;
};

const changePrice = (
  account: StripeAccount,
  price: StripePrice,
  params: z.output<typeof changesSchema>,
  cause: Cause,
): StripePrice => {
  takeLookupKey(account, params.lookup_key, params.transfer_lookup_key);
  noteChange(account, cause, {
    type: 'price.updated',
    render: () => toWirePrice(price),
    apply: () => {
      price.active = params.active ?? price.active;
      price.nickname = params.nickname ?? price.nickname;
      price.lookupKey = params.lookup_key ?? price.lookupKey;
      price.metadata = mergeMetadata(price.metadata, params.metadata);
    },
  });
  return price;
};

const listPrices = (account: StripeAccount): Route =>
  listRoute(account, priceKind(account), {
    schema: listSchema,
    isListed: (price, asked) =>
      isWanted(price.active, asked.active) &&
      isWanted(price.currency, asked.currency) &&
      isWanted(price.product, asked.product) &&
      isWanted(price.interval === null ? 'one_time' : 'recurring', asked.type) &&
      (asked.lookup_keys === undefined || asked.lookup_keys.includes(price.lookupKey ?? '')),
  });

export const priceRoutes = (account: StripeAccount): readonly Route[] => {
  const kind = priceKind(account);
  return [
    listPrices(account),
    getRoute(account, kind),
    writingRoute(account, {
      path: PATH,
      schema: newSchema,
      run: (params, cause) => toWirePrice(createPrice(account, params, cause)),
    }),
    writingRoute(account, {
      path: `${PATH}/:id`,
      schema: changesSchema,
      run: (params, cause, request) =>
        toWirePrice(changePrice(account, named(kind, paramOf(request, 'id')), params, cause)),
    }),
  ];
};
