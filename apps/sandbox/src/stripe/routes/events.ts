import { z } from 'zod';
import { json } from '../../http/reply.ts';
import { paramOf, type Route } from '../../http/route.ts';
import type { StripeAccount } from '../account.ts';
import { missing } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { isInRange, listParam, listParams, parseParams } from '../params.ts';
import { toWireEvent } from '../objects/wire-event.ts';
import type { StripeEvent } from '../records.ts';

const RETENTION_SECONDS = 30 * 86_400;

const listSchema = z.strictObject({
  ...listParams,
  type: z.string().optional(),
  types: listParam.pipe(z.array(z.string()).max(20)).optional(),
  delivery_success: z.enum(['true', 'false']).optional(),
});

/** `invoice.*` stands for every event whose name begins so. */
const isOfType = (event: StripeEvent, wanted: string): boolean =>
  wanted.endsWith('*') ? event.type.startsWith(wanted.slice(0, -1)) : event.type === wanted;

const isKept = (account: StripeAccount, event: StripeEvent): boolean =>
  event.created > account.nowSeconds() - RETENTION_SECONDS;

const listEvents = (account: StripeAccount): Route => ({
  method: 'get',
  path: '/v1/events',
  handle: (request) => {
    const params = parseParams(listSchema, request.query);
    const wanted = [...(params.types ?? []), ...(params.type === undefined ? [] : [params.type])];
    return json(
      listPage(
        {
          collection: account.events,
          noun: 'event',
          url: '/v1/events',
          isListed: (event) =>
            isKept(account, event) &&
            (wanted.length === 0 || wanted.some((type) => isOfType(event, type))) &&
            params.delivery_success !== 'false' &&
            isInRange(event.created, params.created),
          toWire: toWireEvent,
        },
        params,
        (event) => isKept(account, event),
      ),
    );
  },
});

const getEvent = (account: StripeAccount): Route => ({
  method: 'get',
  path: '/v1/events/:id',
  handle: (request) => {
    const id = paramOf(request, 'id');
    const event = account.events.get(id);
    if (event === undefined || !isKept(account, event)) throw missing('event', id, 'id');
    return json(toWireEvent(event));
  },
});

export const eventRoutes = (account: StripeAccount): readonly Route[] => [
  listEvents(account),
  getEvent(account),
];
