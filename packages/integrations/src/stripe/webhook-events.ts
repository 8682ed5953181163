import { z } from 'zod';
import { readJson } from '../webhooks/read-json.ts';
import { unreadableEvent } from '../webhooks/unreadable.ts';
import type { ReadWebhook, TouchedObject, WebhookEvent, WebhookTerms } from '../webhooks/webhook-event.ts';
import { isOurEcho } from './our-key.ts';

/** The version that our client speaks. An endpoint that was made for another one should be made anew. */
export const STRIPE_API_VERSION = '2026-10-28.endive';

const MS_PER_SECOND = 1_000;

const moment = z.union([
  z.int().transform((seconds) => new Date(seconds * MS_PER_SECOND)),
  z.iso.datetime().transform((at) => new Date(at)),
]);

const eventSchema = z.looseObject({
  id: z.string().min(1).max(200),
  object: z.enum(['event', 'v2.core.event']),
  type: z.string().min(1).max(200),
  created: moment,
  api_version: z.string().nullish(),
  account: z.string().nullish(),
  request: z.looseObject({ idempotency_key: z.string().nullish() }).nullish(),
  reason: z
    .looseObject({ request: z.looseObject({ idempotency_key: z.string().nullish() }).nullish() })
    .nullish(),
  data: z
    .looseObject({
      object: z
        .looseObject({ object: z.string(), id: z.string().nullish(), test_clock: z.unknown().optional() })
        .optional(),
    })
    .nullish(),
  /** A thin event names its object and says no more. */
  related_object: z.looseObject({ id: z.string(), type: z.string() }).nullish(),
});

type Event = z.output<typeof eventSchema>;

const objectsOf = ({ data, related_object: related }: Event): readonly TouchedObject[] => {
  if (related) return [{ type: related.type, id: related.id }];
  const { object: type, id } = data?.object ?? {};
  return type === undefined || !id ? [] : [{ type, id }];
};

const keyOfRequest = ({ request, reason }: Event): string | null =>
  request?.idempotency_key ?? reason?.request?.idempotency_key ?? null;

const skipOf = (event: Event, { account }: WebhookTerms): WebhookEvent['skip'] => {
  if (event.account && account !== null && event.account !== account) return 'other-account';
  if (typeof event.data?.object?.test_clock === 'string') return 'test-clock';
  return objectsOf(event).length === 0 ? 'no-object' : null;
};

/** One event a delivery. */
export const readStripeWebhook: ReadWebhook = (body, terms) => {
  const payload = readJson(body);
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return undefined;
  const { data: event } = eventSchema.safeParse(payload);
  if (event === undefined) return [unreadableEvent(payload)];
  const isDeletion = event.type.endsWith('.deleted') && event.data?.object?.object !== 'subscription';
  return [
    {
      key: event.id,
      type: event.type,
      cause: isDeletion ? 'deletion' : 'change',
      objects: objectsOf(event),
      occurredAt: event.created,
      apiVersion: event.api_version ?? null,
      isEcho: isOurEcho(event.type, keyOfRequest(event)),
      skip: skipOf(event, terms),
      payload,
    },
  ];
};
