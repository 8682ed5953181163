import type { Json } from '@sherpa/core';
import { z } from 'zod';
import { readJson } from '../webhooks/read-json.ts';
import { unreadableEvent } from '../webhooks/unreadable.ts';
import type {
  ReadWebhook,
  TouchedObject,
  WebhookCause,
  WebhookEvent,
  WebhookTerms,
} from '../webhooks/webhook-event.ts';

const idSchema = z.union([z.int(), z.string().min(1)]).transform(String);

const eventSchema = z.looseObject({
  eventId: idSchema,
  portalId: idSchema,
  appId: idSchema.optional(),
  subscriptionType: z.string().min(1).max(200),
  objectTypeId: z.string().optional(),
  occurredAt: z.int(),
  objectId: idSchema.optional(),
  changeSource: z.string().optional(),
  sourceId: idSchema.nullish(),
  primaryObjectId: idSchema.optional(),
  mergedObjectIds: z.array(idSchema).optional(),
  newObjectId: idSchema.optional(),
  fromObjectId: idSchema.optional(),
  toObjectId: idSchema.optional(),
  associationType: z.string().optional(),
});

type HubSpotEvent = z.output<typeof eventSchema>;

/** Names of types that come as numbers. */
const typesById: Readonly<Record<string, string>> = {
  '0-1': 'contact',
  '0-2': 'company',
  '0-3': 'deal',
  '0-5': 'ticket',
  '0-7': 'product',
  '0-8': 'line_item',
  '0-46': 'note',
};

const typeOf = ({ subscriptionType, objectTypeId = '' }: HubSpotEvent): string => {
  const [name = ''] = subscriptionType.split('.');
  return name === 'object' ? (typesById[objectTypeId] ?? objectTypeId) : name;
};

/** `CONTACT_TO_COMPANY`: the types at both ends. */
const endsOf = (event: HubSpotEvent): readonly TouchedObject[] => {
  const { fromObjectId, toObjectId, associationType = '' } = event;
  const [from = '', to = ''] = associationType.toLowerCase().split('_to_');
  return [
    ...(fromObjectId === undefined ? [] : [{ type: from === '' ? typeOf(event) : from, id: fromObjectId }]),
    ...(toObjectId === undefined || to === '' ? [] : [{ type: to, id: toObjectId }]),
  ];
};

const objectsOf = (event: HubSpotEvent): readonly TouchedObject[] => {
  const { objectId, primaryObjectId, newObjectId, mergedObjectIds = [] } = event;
  const ids = [newObjectId, primaryObjectId, objectId, ...mergedObjectIds].filter((id) => id !== undefined);
  const type = typeOf(event);
  const ends = endsOf(event);
  return ends.length > 0 ? ends : [...new Set(ids)].map((id) => ({ type, id }));
};

const causes: Readonly<Record<string, WebhookCause>> = {
  deletion: 'deletion',
  merge: 'merge',
  privacyDeletion: 'privacy',
};

/** A private app's own webhooks name the app twice where it made the change itself. */
const isOurs = ({ changeSource, sourceId, appId }: HubSpotEvent, { ownId = appId }: WebhookTerms): boolean =>
  changeSource === 'INTEGRATION' && ownId !== undefined && sourceId === ownId;

/** `eventId` alone is not unique. */
const keyOf = (event: HubSpotEvent): string =>
  [event.portalId, event.subscriptionType, objectsOf(event)[0]?.id, event.eventId, event.occurredAt].join(
    ':',
  );

const skipOf = (event: HubSpotEvent, { account }: WebhookTerms): WebhookEvent['skip'] => {
  if (account !== null && event.portalId !== account) return 'other-account';
  return objectsOf(event).length === 0 ? 'no-object' : null;
};

const toEvent = (payload: Json, terms: WebhookTerms): WebhookEvent => {
  const { data: event } = eventSchema.safeParse(payload);
  if (event === undefined) return unreadableEvent(payload);
  const cause = causes[event.subscriptionType.split('.').at(-1) ?? ''] ?? 'change';
  return {
    key: keyOf(event),
    type: event.subscriptionType,
    cause,
    objects: objectsOf(event),
    occurredAt: new Date(event.occurredAt),
    apiVersion: null,
    isEcho: cause === 'change' && isOurs(event, terms),
    skip: skipOf(event, terms),
    payload,
  };
};

const MOST_EVENTS = 1_000;

/** HubSpot sends up to 100 events at a time. */
export const readHubSpotWebhook: ReadWebhook = (body, terms) => {
  const json = readJson(body);
  if (!Array.isArray(json) || json.length === 0 || json.length > MOST_EVENTS) return undefined;
  return json.map((one: Json) => toEvent(one, terms));
};
