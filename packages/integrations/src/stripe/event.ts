import { ValidationError } from '@sherpa/core';
import type { Stripe } from 'stripe';
import { z } from 'zod';
import { readAnswer } from '../call/read-answer.ts';
import { isOurEcho } from './our-key.ts';
import { readPage, toPageParams, type AskOptions, type StripeDeps, type StripeRows } from './page.ts';
import { momentOf } from './values.ts';

/**
 * That something happened to an object. It carries no state: events come out of order, have seconds for
 * time, lack what must be expanded, and are rendered at the version of their creation. Get the object.
 */
export interface StripeEvent {
  readonly id: string;
  readonly type: string;
  readonly created: Date;
  /** The version its object is written in, which need not be ours. */
  readonly apiVersion: string | null;
  readonly objectType: string;
  /** Null for an object that has none, such as an upcoming invoice. */
  readonly objectId: string | null;
  /** True when the object is gone, and must not be asked for. */
  readonly isDeletion: boolean;
  /** Of an object that belongs to a test clock: nothing to be synced. */
  readonly testClockId: string | null;
  /** Of the request that caused it, ours included. */
  readonly idempotencyKey: string | null;
  /** A write of ours caused it. */
  readonly isEcho: boolean;
}

/** Which events, newest first. */
export interface EventPage {
  /** Inclusive, to the second. */
  readonly since: Date;
  /** 1 to 20 event types. */
  readonly types: readonly string[];
  /** `next` of the page before. */
  readonly startingAfter?: string | undefined;
}

/** Which of the events that no webhook delivered, newest first. */
export interface UndeliveredPage {
  /** Inclusive, to the second. */
  readonly since: Date;
  /** Up to 20 event types, none for all. */
  readonly types?: readonly string[] | undefined;
  readonly startingAfter?: string | undefined;
}

/** Which events after one that is known, oldest first. */
export interface EventsAfter {
  /** An event that Stripe still has; `next` of the page before. */
  readonly after: string;
  /** 1 to 20 event types. */
  readonly types: readonly string[];
}

const PAGE = 100;
const MOST_TYPES = 20;
const KEPT_MS = 30 * 86_400_000;
/** An event at the very edge can vanish between two pages. */
const EDGE_MS = 3_600_000;

const objectSchema = z.object({
  object: z.string(),
  id: z.string().nullish(),
  test_clock: z.union([z.string(), z.object({ id: z.string() })]).nullish(),
});

const clockOf = (clock: z.output<typeof objectSchema>['test_clock']): string | null =>
  typeof clock === 'object' ? (clock?.id ?? null) : (clock ?? null);

const toEvent = (event: Stripe.Event): StripeEvent => {
  const object = objectSchema.parse(event.data.object);
  const idempotencyKey = event.request?.idempotency_key ?? null;
  return {
    id: event.id,
    type: event.type,
    created: momentOf(event.created),
    apiVersion: event.api_version,
    objectType: object.object,
    objectId: object.id ?? null,
    // A deleted subscription is a cancelled one, and still there.
    isDeletion: event.type.endsWith('.deleted') && object.object !== 'subscription',
    testClockId: clockOf(object.test_clock),
    idempotencyKey,
    isEcho: isOurEcho(event.type, idempotencyKey),
  };
};

const checkTypes = (types: readonly string[], least: 0 | 1): void => {
  if (types.length >= least && types.length <= MOST_TYPES) return;
  throw new ValidationError('Stripe takes 1 to 20 event types.', { details: { count: types.length } });
};

/** One page of events, newest first. Ask `areEventsKeptSince` before trusting it to be all. */
export const listEventsSince = async (
  deps: StripeDeps,
  { since, types, startingAfter }: EventPage,
  options: AskOptions,
): Promise<StripeRows<StripeEvent>> => {
  checkTypes(types, 1);
  const page = toPageParams({ startingAfter, limit: PAGE, createdSince: since });
  const list = (client: Stripe) => client.events.list({ ...page, types: [...types] });
  return readPage(deps, { operation: 'events.list', list, read: toEvent }, options);
};

/** One page of the events that no webhook delivered, newest first. */
export const listUndeliveredEvents = async (
  deps: StripeDeps,
  { since, types = [], startingAfter }: UndeliveredPage,
  options: AskOptions,
): Promise<StripeRows<StripeEvent>> => {
  checkTypes(types, 0);
  const page = toPageParams({ startingAfter, limit: PAGE, createdSince: since });
  const params = { ...page, delivery_success: false, ...(types.length === 0 ? {} : { types: [...types] }) };
  const list = (client: Stripe) => client.events.list(params);
  return readPage(deps, { operation: 'events.list', list, read: toEvent }, options);
};

const morePages = z.object({ has_more: z.boolean() });

/** One page of events in the order in which they happened; seconds that events share lose none of them. */
export const listEventsAfter = async (
  { sdk, call }: StripeDeps,
  { after, types }: EventsAfter,
  { signal }: AskOptions,
): Promise<StripeRows<StripeEvent>> => {
  checkTypes(types, 1);
  return call({
    operation: 'events.list',
    idempotent: true,
    signal,
    run: async (ends) => {
      const page = await sdk.ask(ends, (client) =>
        client.events.list({ ending_before: after, limit: PAGE, types: [...types] }),
      );
      return readAnswer(() => {
        const rows = page.data.map(toEvent).toReversed();
        return { rows, next: morePages.parse(page).has_more ? rows.at(-1)?.id : undefined };
      });
    },
  });
};

/** The oldest moment since which Stripe surely still has every event: 30 days less an hour. */
export const oldestKeptEvent = (now: Date): Date => new Date(now.getTime() - KEPT_MS + EDGE_MS);

/** False when events may be missing since then, and only a full listing finds every change. */
export const areEventsKeptSince = (since: Date, now: Date): boolean =>
  since.getTime() >= oldestKeptEvent(now).getTime();
