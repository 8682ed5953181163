import { z } from 'zod';
import { paramOf, type Route } from '../../http/route.ts';
import { noteChange, noteEvent, type Cause, type StripeAccount } from '../account.ts';
import { invalid } from '../errors.ts';
import { named } from '../kind.ts';
import { productKind } from '../kinds.ts';
import { mergeMetadata, metadataParam } from '../metadata.ts';
import { toWireProduct } from '../objects/wire-price.ts';
import { expandParams, flag, listParam, listParams } from '../params.ts';
import type { StripeProduct } from '../records/catalog.ts';
import { getRoute, listRoute } from './reading-routes.ts';
import { writingRoute } from './writing-route.ts';

const PATH = '/v1/products';

const listSchema = z.strictObject({
  ...listParams,
  active: flag.optional(),
  ids: listParam.optional(),
});

const changesSchema = z.strictObject({
  ...expandParams,
  name: z.string().min(1).optional(),
  description: z.string().optional(),
  active: flag.optional(),
  metadata: metadataParam,
});

const newSchema = changesSchema.extend({ name: z.string().min(1), id: z.string().optional() });

const createProduct = (
  account: StripeAccount,
  params: z.output<typeof newSchema>,
  cause: Cause,
): StripeProduct => {
  const now = account.nowSeconds();
  const id = params.id ?? account.newId('prod');
  if (account.products.get(id) !== undefined) {
    throw invalid('Product already exists.', 'resource_already_exists', 'id');
  }
  const product = account.products.add({
    id,
    created: now,
    name: params.name,
    description: params.description ?? null,
    active: params.active ?? true,
    metadata: mergeMetadata({}, params.metadata),
    updated: now,
    isDeleted: false,
  });
  noteEvent(account, cause, { type: 'product.created', object: toWireProduct(product) });
  return product;
};

const changeProduct = (
  account: StripeAccount,
  product: StripeProduct,
  params: z.output<typeof changesSchema>,
  cause: Cause,
): StripeProduct => {
  noteChange(account, cause, {
    type: 'product.updated',
    render: () => toWireProduct(product),
    apply: () => {
      product.name = params.name ?? product.name;
      product.description = params.description ?? product.description;
      product.active = params.active ?? product.active;
      product.metadata = mergeMetadata(product.metadata, params.metadata);
      product.updated = account.nowSeconds();
    },
  });
  return product;
};

export const productRoutes = (account: StripeAccount): readonly Route[] => {
  const kind = productKind(account);
  return [
    listRoute(
      account,
      { ...kind, isGone: ({ isDeleted }) => isDeleted },
      {
        schema: listSchema,
        isListed: (product, { active, ids }) =>
          (active === undefined || product.active === active) &&
          (ids === undefined || ids.includes(product.id)),
      },
    ),
    getRoute(account, kind),
    writingRoute(account, {
      path: PATH,
      schema: newSchema,
      run: (params, cause) => toWireProduct(createProduct(account, params, cause)),
    }),
    writingRoute(account, {
      path: `${PATH}/:id`,
      schema: changesSchema,
      run: (params, cause, request) =>
        toWireProduct(changeProduct(account, named(kind, paramOf(request, 'id')), params, cause)),
    }),
  ];
};
