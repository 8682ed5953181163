import type { Call } from '../call/make-call.ts';
import {
  listEventsAfter,
  listEventsSince,
  listUndeliveredEvents,
  type EventPage,
  type EventsAfter,
  type StripeEvent,
  type UndeliveredPage,
} from './event.ts';
import { getObject, type StripeObject } from './get-object.ts';
import type { AskOptions, StripeRows } from './page.ts';
import { makeLists, type StripeLists } from './read-many.ts';
import { makeGets, type StripeGets } from './read-one.ts';
import { makeStripeSdk } from './sdk.ts';
import { skipObject, type ListedKind, type SkippedObject } from './skip-object.ts';
import { makeWrites, type StripeWrites } from './writes.ts';

/** What we do at Stripe. Everything rejects with an `AppError` that is safe to log whole. */
export interface StripeApi extends StripeLists, StripeGets, StripeWrites {
  /** What an event or a webhook named, as it is now; `undefined` where Stripe does not have it. */
  getObject(
    named: { readonly type: string; readonly id: string },
    options?: AskOptions,
  ): Promise<StripeObject | undefined>;
  /** Of a listing, the id of the object after that one and nothing else: steps over what cannot be read. */
  skipObject(
    kind: ListedKind,
    page: { readonly startingAfter?: string | undefined },
    options?: AskOptions,
  ): Promise<SkippedObject>;
  /** Newest first. */
  listEventsSince(page: EventPage, options?: AskOptions): Promise<StripeRows<StripeEvent>>;
  /** Oldest first. */
  listEventsAfter(page: EventsAfter, options?: AskOptions): Promise<StripeRows<StripeEvent>>;
  /** Those that no webhook delivered, newest first. */
  listUndeliveredEvents(page: UndeliveredPage, options?: AskOptions): Promise<StripeRows<StripeEvent>>;
}

export interface StripeOptions {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly call: Call;
}

/** Makes a client of one account. */
export const makeStripe = ({ apiKey, baseUrl, call }: StripeOptions): StripeApi => {
  const deps = { sdk: makeStripeSdk({ apiKey, baseUrl }), call };
  const [lists, gets] = [makeLists(deps), makeGets(deps)];
  return {
    ...lists,
    ...gets,
    ...makeWrites(deps, { ...lists, ...gets }),
    getObject: (named, options = {}) => getObject(gets, named, options),
    skipObject: (kind, { startingAfter }, options = {}) => skipObject(deps, kind, startingAfter, options),
    listEventsSince: (page, options = {}) => listEventsSince(deps, page, options),
    listEventsAfter: (page, options = {}) => listEventsAfter(deps, page, options),
    listUndeliveredEvents: (page, options = {}) => listUndeliveredEvents(deps, page, options),
  };
};
