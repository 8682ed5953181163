import { makeBatcher } from '@sherpa/agent-kit';
import { toAppError, type Clock, type Contract } from '@sherpa/core';
import { countRefusals, keepHandshake, type Database, type NewDelivery, type Vault } from '@sherpa/db';
import { readNotionHandshake, webhookKinds, type SignedRequest } from '@sherpa/integrations/webhooks';
import { makeKnownConnections, type KnownConnection } from './known-connections.ts';
import { toRefusalError, type RefusalReason } from './refusal.ts';
import { takeIn, type Arrival, type TakeInDeps } from './take-in.ts';
import { termsOf, toArrival } from './to-arrival.ts';
import type { WebhookCounts } from './webhook-counts.ts';

export interface InboxDeps {
  readonly db: Pick<Database, 'engine' | 'withTenant'>;
  readonly vault: Vault;
  readonly contracts: readonly Contract[];
  readonly enqueueIn: TakeInDeps['enqueueIn'];
  readonly counts: WebhookCounts;
  readonly clock: Clock;
}

/** What came of a delivery that was taken. */
export interface Received {
  /** Events that are new. */
  readonly received: number;
  /** Events that had come before. */
  readonly duplicates: number;
}

/** Takes what vendors send. */
export interface Inbox {
  /** Resolves when its events are kept for good; rejects with what the sender is to be told. */
  receive(connectionId: string, request: SignedRequest): Promise<Received>;
  /** Counts one whose body could not be read, and gives the error to answer with. */
  refuseUnread(connectionId: string, reason: RefusalReason): Promise<Error>;
}

/** One commit at a time: while it is under way, the next one gathers, and a larger one costs no more statements. */
const BATCH = { maxBatch: 500, maxConcurrent: 1 };

type Taken = PromiseSettledResult<readonly NewDelivery[]>;

/** One request that cannot be kept must not refuse its neighbours: each is then tried alone. */
const takeEach = async (deps: TakeInDeps, arrivals: readonly Arrival[]): Promise<readonly Taken[]> => {
  try {
    return (await takeIn(deps, arrivals)).map((value) => ({ status: 'fulfilled', value }));
  } catch (reason) {
    const isAway = toAppError(reason).status === 503;
    if (arrivals.length === 1 || isAway) return arrivals.map(() => ({ status: 'rejected', reason }));
    const alone = await Promise.all(arrivals.map((arrival) => takeEach(deps, [arrival])));
    return alone.flat();
  }
};

/** Refused ones share a statement, and wait for it: what was answered is counted, whatever happens next. */
const makeRefuse = ({ db, counts }: InboxDeps) => {
  const count = makeBatcher<{ tenantId: string; connectionId: string; reason: string }, undefined>({
    ...BATCH,
    run: async (items) => {
      const groups = Map.groupBy(items, ({ connectionId, reason }) => `${connectionId} ${reason}`);
      const refusals = [...groups.values()].flatMap(([first, ...rest]) =>
        first === undefined ? [] : [{ ...first, count: rest.length + 1 }],
      );
      await countRefusals(db.engine, refusals);
      return items.map(() => undefined);
    },
  });
  return async (reason: RefusalReason, known?: KnownConnection): Promise<Error> => {
    counts.add(known?.connection.vendor ?? 'none', reason);
    if (known !== undefined) {
      const { id: connectionId, tenantId } = known.connection;
      // It is refused also where that cannot be counted.
      await count({ connectionId, tenantId, reason }).catch(() => undefined);
    }
    return toRefusalError(reason);
  };
};

/** Whatever keeps a known connection's request out. */
const judge = (
  { connection, secrets }: KnownConnection,
  request: SignedRequest,
  now: Date,
): RefusalReason | undefined => {
  if (connection.status === 'disabled') return 'disabled';
  if (secrets.length === 0) return 'no-secret';
  const verdict = webhookKinds[connection.vendor].verify(request, secrets, now);
  return verdict === 'genuine' ? undefined : verdict;
};

/** Makes the inbox; nothing runs while nothing comes. */
export const makeInbox = (deps: InboxDeps): Inbox => {
  const { db, vault, contracts, counts, clock } = deps;
  const find = makeKnownConnections({ db, vault, now: () => performance.now() });
  const refuse = makeRefuse(deps);
  const take = makeBatcher<Arrival, Taken>({
    ...BATCH,
    weigh: ({ deliveries }) => deliveries.length,
    run: (arrivals) => takeEach(deps, arrivals),
  });

  const shakeHands = async ({ connection }: KnownConnection, { body, header }: SignedRequest) => {
    if (connection.vendor !== 'notion' || connection.status === 'disabled') return false;
    const token = header('x-notion-signature') === undefined ? readNotionHandshake(body) : undefined;
    if (token === undefined) return false;
    await db.withTenant(connection.tenantId, (tx) => keepHandshake(tx, vault, connection, token));
    counts.add(connection.vendor, 'handshake');
    return true;
  };

  return {
    refuseUnread: async (connectionId, reason) => {
      const known = await find(connectionId);
      return known === undefined ? refuse('unknown-connection') : refuse(reason, known);
    },
    receive: async (connectionId, request) => {
      const known = await find(connectionId);
      if (known === undefined) throw await refuse('unknown-connection');
      if (await shakeHands(known, request)) return { received: 0, duplicates: 0 };
      const { connection } = known;
      const reason = judge(known, request, clock.now());
      if (reason !== undefined) throw await refuse(reason, known);
      const events = webhookKinds[connection.vendor].read(request.body, termsOf(connection));
      if (events === undefined) throw await refuse('malformed', known);
      const taken = await take(toArrival(contracts, connection, events));
      if (taken.status === 'rejected') throw taken.reason;
      for (const { status } of taken.value) counts.add(connection.vendor, status);
      const duplicates = events.length - taken.value.length;
      if (duplicates > 0) counts.add(connection.vendor, 'duplicate', duplicates);
      return { received: taken.value.length, duplicates };
    },
  };
};
