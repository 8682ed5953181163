import type { StripeApi, StripeEvent } from '@sherpa/integrations/stripe';
import type { EventChanges, EventRows } from '@sherpa/sync';
import { KEPT_MS, OVERLAP_MS } from './freshness.ts';

/** Newest first, so the first page begins with the latest. */
const newestOf = (events: readonly StripeEvent[], after: string | undefined): Date | undefined =>
  after === undefined ? events[0]?.created : undefined;

/**
 * Changes by events of these types. An event only names its object: events come out of order, several in one
 * second, and in the shape of another day, so the object is asked for as it is now.
 */
export const changesByEvents = (types: readonly string[]): EventChanges<StripeApi> => ({
  kind: 'events',
  overlapMs: OVERLAP_MS,
  keptMs: KEPT_MS,
  list: async (stripe, { since, after }, options): Promise<EventRows> => {
    const { rows, next } = await stripe.listEventsSince({ since, types, startingAfter: after }, options);
    return { ids: rows.flatMap(({ objectId }) => objectId ?? []), newestAt: newestOf(rows, after), next };
  },
});
