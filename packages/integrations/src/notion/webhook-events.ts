import { z } from 'zod';
import { readJson } from '../webhooks/read-json.ts';
import { unreadableEvent } from '../webhooks/unreadable.ts';
import type { ReadWebhook, TouchedObject, WebhookTerms } from '../webhooks/webhook-event.ts';

const eventSchema = z.looseObject({
  id: z.string().min(1).max(200),
  type: z.string().min(1).max(200),
  timestamp: z.iso.datetime({ offset: true }),
  api_version: z.string().nullish(),
  authors: z.array(z.looseObject({ id: z.string(), type: z.string() })).default([]),
  entity: z.looseObject({ id: z.string().min(1), type: z.string().min(1) }),
  data: z.looseObject({ page_id: z.string().optional() }).nullish(),
});

type Event = z.output<typeof eventSchema>;

/** A comment is part of its page. */
const objectOf = ({ entity, data }: Event): TouchedObject => {
  const pageId = data?.page_id;
  return entity.type === 'comment' && pageId !== undefined
    ? { type: 'page', id: pageId }
    : { type: entity.type, id: entity.id };
};

/** Several people may have edited what one event tells of; ours is only what nobody else had a part in. */
const isOurs = ({ authors }: Event, { ownId }: WebhookTerms): boolean =>
  ownId !== undefined &&
  authors.length > 0 &&
  authors.every(({ id, type }) => type === 'bot' && id === ownId);

/** One event a delivery: a signal without content. */
export const readNotionWebhook: ReadWebhook = (body, terms) => {
  const payload = readJson(body);
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return undefined;
  const { data: event } = eventSchema.safeParse(payload);
  if (event === undefined) return [unreadableEvent(payload)];
  const isDeletion = event.type.endsWith('.deleted');
  return [
    {
      key: event.id,
      type: event.type,
      cause: isDeletion ? 'deletion' : 'change',
      objects: [objectOf(event)],
      occurredAt: new Date(event.timestamp),
      apiVersion: event.api_version ?? null,
      isEcho: !isDeletion && isOurs(event, terms),
      skip: null,
      payload,
    },
  ];
};
