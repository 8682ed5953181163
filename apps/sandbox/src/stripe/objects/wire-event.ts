import type { StripeEvent } from '../records/event.ts';

/** An event as Stripe shows it: the object as it was then, in the version of that day. */
export const toWireEvent = (event: StripeEvent): object => ({
  id: event.id,
  object: 'event',
  api_version: event.apiVersion,
  created: event.created,
  data: {
    object: event.object,
    ...(event.previous === null ? {} : { previous_attributes: event.previous }),
  },
  livemode: false,
  pending_webhooks: event.isDelivered ? 0 : 1,
  request: { id: event.requestId, idempotency_key: event.idempotencyKey },
  type: event.type,
});
