import { z } from 'zod';
import { json } from '../../http/reply.ts';
import { paramOf, type Route } from '../../http/route.ts';
import type { StripeAccount } from '../account.ts';
import { expanded } from '../expand.ts';
import { named, type Entry, type Kind } from '../kind.ts';
import { listPage } from '../list-page.ts';
import { expandParams, isInRange, listParams, parseParams, type ListParams } from '../params.ts';

/** How a kind is listed: what may be asked for, and what that leaves in. */
export interface Listing<T extends Entry, P extends ListParams> {
  readonly schema: z.ZodType<P>;
  within?(params: P): readonly T[] | undefined;
  isListed(item: T, params: P): boolean;
}

export const listRoute = <T extends Entry, P extends ListParams>(
  account: StripeAccount,
  kind: Kind<T>,
  listing: Listing<T, P>,
): Route => ({
  method: 'get',
  path: kind.path,
  handle: (request) => {
    const params = parseParams(listing.schema, request.query);
    const isThere = (item: T) => kind.isGone?.(item) !== true;
    const page = listPage(
      {
        collection: kind.collection,
        created: params.created,
        within: listing.within?.(params),
        noun: kind.noun,
        url: kind.path,
        isListed: (item) =>
          isThere(item) && isInRange(item.created, params.created) && listing.isListed(item, params),
        toWire: (item) => kind.toWire(item),
      },
      params,
      isThere,
    );
    return json(expanded(account, page, params.expand));
  },
});

const getSchema = z.strictObject(expandParams);

export const getRoute = <T extends Entry>(account: StripeAccount, kind: Kind<T>): Route => ({
  method: 'get',
  path: `${kind.path}/:id`,
  handle: (request) => {
    const { expand } = parseParams(getSchema, request.query);
    return json(expanded(account, kind.toWire(named(kind, paramOf(request, 'id'))), expand));
  },
});

/** Listed by nothing but when it was created. */
export const plainListing = <T extends Entry>(): Listing<T, ListParams> => ({
  schema: z.strictObject(listParams),
  isListed: () => true,
});
