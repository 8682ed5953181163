import type {
  AskOptions,
  ListedKind,
  StripeApi,
  StripeEvent,
  StripePage,
  StripeRows,
} from '@sherpa/integrations/stripe';
import { defineStream, getEach, type EventRows, type StreamDefinition } from '@sherpa/sync';
import { FRESH_WITHIN_MS, KEPT_MS, OVERLAP_MS } from './freshness.ts';

interface StripeRow {
  readonly id: string;
}

/** All that Stripe still says of what was deleted. */
interface Deleted extends StripeRow {
  readonly deleted: true;
}

/** One kind of Stripe's objects: all of them are read in the same way. */
export interface StripeKind<T extends StripeRow> {
  /** `credit-notes` */
  readonly name: string;
  /** Stripe's own word for it: `credit_note` */
  readonly objectType: ListedKind;
  readonly list: (stripe: StripeApi, page: StripePage, options: AskOptions) => Promise<StripeRows<T>>;
  readonly get: (stripe: StripeApi, id: string, options: AskOptions) => Promise<T | Deleted | undefined>;
  /** 20 at most; some of them may be about another kind of object, of which `idsOf` knows what they mean here. */
  readonly eventTypes: readonly string[];
  readonly idsOf?: (stripe: StripeApi, event: StripeEvent, options: AskOptions) => Promise<readonly string[]>;
  /** What an answer leaves out. */
  readonly complete?: (stripe: StripeApi, row: T, options: AskOptions) => Promise<T>;
  readonly makesCustomers: boolean;
  /** Of a restricted key. */
  readonly scopes: readonly string[];
  /** Raised when more of the object is kept. */
  readonly format?: number;
}

const isDeleted = (row: StripeRow | Deleted): row is Deleted => 'deleted' in row && row.deleted;

const otherIds = async <T extends StripeRow>(
  { objectType, idsOf }: StripeKind<T>,
  stripe: StripeApi,
  events: readonly StripeEvent[],
  options: AskOptions,
): Promise<readonly string[]> => {
  if (idsOf === undefined) return [];
  const others = new Map(
    events.filter((event) => event.objectType !== objectType).map((event) => [event.objectId, event]),
  );
  const ids: string[] = [];
  for (const event of others.values()) ids.push(...(await idsOf(stripe, event, options)));
  return ids;
};

const readEvents = async <T extends StripeRow>(
  kind: StripeKind<T>,
  stripe: StripeApi,
  page: { readonly since: Date; readonly after?: string | undefined },
  options: AskOptions,
): Promise<EventRows> => {
  const { since, after } = page;
  const { rows, next } = await stripe.listEventsSince(
    { since, types: kind.eventTypes, startingAfter: after },
    options,
  );
  // What belongs to a test clock is not of this world.
  const events = rows.filter(({ testClockId }) => testClockId === null);
  const own = events.filter(({ objectType }) => objectType === kind.objectType);
  const idsWhere = (isGone: boolean): readonly string[] =>
    own.filter(({ isDeletion }) => isDeletion === isGone).flatMap(({ objectId }) => objectId ?? []);
  return {
    ids: [...idsWhere(false), ...(await otherIds(kind, stripe, events, options))],
    goneIds: idsWhere(true),
    // Newest first, so the first page begins with the latest of all.
    newestAt: after === undefined ? rows[0]?.created : undefined,
    next,
  };
};

/**
 * The stream of one kind. Stripe has no listing of what changed: its events name objects, which are then asked
 * for as they are now, since events come out of order, several in one second, and in the shape of another day.
 * It has no versions either, so the moment of asking stands for one.
 */
export const objectStream = <T extends StripeRow>(kind: StripeKind<T>): StreamDefinition<StripeApi, T> => {
  const { name, objectType, makesCustomers, scopes, complete } = kind;
  return defineStream<StripeApi, T>({
    system: 'stripe',
    name,
    objectType,
    makesCustomers,
    scopes,
    freshWithinMs: FRESH_WITHIN_MS,
    fingerprint: [objectType, String(kind.format ?? 1)],
    isKeyset: true,
    list: (stripe, { after, limit }, options) => kind.list(stripe, { startingAfter: after, limit }, options),
    skip: (stripe, { after }, options) => stripe.skipObject(objectType, { startingAfter: after }, options),
    changes: {
      kind: 'events',
      overlapMs: OVERLAP_MS,
      keptMs: KEPT_MS,
      list: (stripe, page, options) => readEvents(kind, stripe, page, options),
    },
    // What was deleted is still told of, by its id and that alone: the mirror keeps what it was.
    get: (stripe, ids, options) =>
      getEach(ids, async (id) => {
        const row = await kind.get(stripe, id, options);
        return row === undefined || isDeleted(row) ? undefined : row;
      }),
    ...(complete === undefined
      ? {}
      : {
          complete: (stripe: StripeApi, rows: readonly T[], options: AskOptions) =>
            Promise.all(rows.map((row) => complete(stripe, row, options))),
        }),
    factsOf: ({ id }, askedAt) => ({ id, version: askedAt.getTime() }),
  });
};
