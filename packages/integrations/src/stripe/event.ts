import { ValidationError } from '@sherpa/core';
import type { Stripe } from 'stripe';
import { z } from 'zod';
import { readPage, toPageParams, type AskOptions, type StripeDeps, type StripeRows } from './page.ts';
import { momentOf } from './values.ts';

/**
 * That something happened to an object. It carries no state: events come out of order, have seconds for
 * time, and are rendered at the version of their creation. Get the object.
 */
export interface StripeEvent {
  readonly id: string;
  readonly type: string;
  readonly created: Date;
  readonly objectType: string;
  /** Null for an object that has none, such as an upcoming invoice. */
  readonly objectId: string | null;
  /** True when the object is gone, and must not be asked for. */
  readonly isDeletion: boolean;
  /** Of the request that caused it, ours included. */
  readonly idempotencyKey: string | null;
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

const PAGE = 100;
const MOST_TYPES = 20;
const KEPT_MS = 30 * 86_400_000;
/** An event at the very edge can vanish between two pages. */
const EDGE_MS = 3_600_000;

const objectSchema = z.object({ object: z.string(), id: z.string().nullish() });

const toEvent = (event: Stripe.Event): StripeEvent => {
  const object = objectSchema.parse(event.data.object);
  return {
    id: event.id,
    type: event.type,
    created: momentOf(event.created),
    objectType: object.object,
    objectId: object.id ?? null,
    // A deleted subscription is a cancelled one, and still there.
    isDeletion: event.type.endsWith('.deleted') && object.object !== 'subscription',
    idempotencyKey: event.request?.idempotency_key ?? null,
  };
};

/** One page of events, newest first. Ask `areEventsKeptSince` before trusting it to be all. */
export const listEventsSince = async (
  deps: StripeDeps,
  { since, types, startingAfter }: EventPage,
  options: AskOptions,
): Promise<StripeRows<StripeEvent>> => {
  if (types.length === 0 || types.length > MOST_TYPES) {
    throw new ValidationError('Stripe takes 1 to 20 event types.', { details: { count: types.length } });
  }
  const created = { gte: Math.floor(since.getTime() / 1_000) };
  const params = { ...toPageParams({ startingAfter, limit: PAGE }), created, types: [...types] };
  const list = (client: Stripe) => client.events.list(params);
  return readPage(deps, { operation: 'events.list', list, read: toEvent }, options);
};

/** The oldest moment since which Stripe surely still has every event: 30 days less an hour. */
export const oldestKeptEvent = (now: Date): Date => new Date(now.getTime() - KEPT_MS + EDGE_MS);

/** False when events may be missing since then, and only a full listing finds every change. */
export const areEventsKeptSince = (since: Date, now: Date): boolean =>
  since.getTime() >= oldestKeptEvent(now).getTime();
