import { z } from 'zod';
import type { Route } from '../../http/route.ts';
import { isEventKept, type StripeAccount } from '../account.ts';
import { isEventType } from '../event-type.ts';
import type { Kind } from '../kind.ts';
import { toWireEvent } from '../objects/wire-event.ts';
import { flag, listParam, listParams } from '../params.ts';
import type { StripeEvent } from '../records/event.ts';
import { getRoute, listRoute } from './reading-routes.ts';

const listSchema = z.strictObject({
  ...listParams,
  type: z.string().optional(),
  types: listParam.pipe(z.array(z.string()).max(20)).optional(),
  delivery_success: flag.optional(),
});

const eventKind = (account: StripeAccount): Kind<StripeEvent> => ({
  collection: account.events,
  noun: 'event',
  path: '/v1/events',
  isGone: (event) => !isEventKept(account, event),
  toWire: toWireEvent,
});

export const eventRoutes = (account: StripeAccount): readonly Route[] => {
  const kind = eventKind(account);
  return [
    listRoute(account, kind, {
      schema: listSchema,
      isListed: (event, { type, types = [], delivery_success: isDelivered }) => {
        const wanted = [...types, ...(type === undefined ? [] : [type])];
        return (
          (wanted.length === 0 || wanted.some((one) => isEventType(event.type, one))) &&
          (isDelivered === undefined || event.isDelivered === isDelivered)
        );
      },
    }),
    getRoute(account, kind),
  ];
};
