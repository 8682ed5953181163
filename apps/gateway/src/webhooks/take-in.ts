import type { Enqueuer } from '@sherpa/agent-kit';
import {
  eventsWithoutForgotten,
  findPendingRefreshes,
  insertDeliveries,
  retryConflicts,
  takeKeys,
  tellVersionDrift,
  type Database,
  type Db,
  type NewDelivery,
  type VersionDrift,
} from '@sherpa/db';
import { enqueueRefreshes } from './enqueue-refreshes.ts';

/** The events of one request. */
export interface Arrival {
  readonly deliveries: readonly NewDelivery[];
  /** What each is told to its agent with. */
  readonly reason: (delivery: NewDelivery) => string;
  readonly drifts: readonly VersionDrift[];
}

export interface TakeInDeps {
  readonly db: Pick<Database, 'engine'>;
  readonly enqueueIn: Enqueuer['enqueueIn'];
}

/** A task that stands for any change; others say more, and are made each time. */
export const PLAIN_REASON = 'webhook';

const placeOf = (connectionId: string, { type, id }: { type: string; id: string }): string =>
  JSON.stringify([connectionId, type, id]);

const isPlain = (arrival: Arrival, delivery: NewDelivery): boolean =>
  delivery.objects.length === 1 && arrival.reason(delivery) === PLAIN_REASON;

/** The tasks that stand for events already, since they have not begun. */
const findStanding = async (
  tx: Db,
  fresh: readonly (readonly [Arrival, NewDelivery])[],
): Promise<Map<string, string>> => {
  const objects = new Map(
    fresh.flatMap(([arrival, delivery]) =>
      isPlain(arrival, delivery)
        ? delivery.objects.map(
            (object) =>
              [
                placeOf(delivery.connectionId, object),
                { connectionId: delivery.connectionId, ...object },
              ] as const,
          )
        : [],
    ),
  );
  const pending = await findPendingRefreshes(tx, [...objects.values()]);
  return new Map(pending.map((one) => [placeOf(one.connectionId, one), one.taskId]));
};

interface TakenIn {
  readonly freshIds: ReadonlySet<string>;
  readonly dispatch: () => Promise<void>;
}

const takeAll = async (tx: Db, { enqueueIn }: TakeInDeps, arrivals: readonly Arrival[]): Promise<TakenIn> => {
  const kept = await eventsWithoutForgotten(
    tx,
    arrivals.flatMap(({ deliveries }) => deliveries),
  );
  const keptOf = new Map(kept.map((delivery) => [delivery.id, delivery]));
  const all = arrivals.flatMap((arrival) =>
    arrival.deliveries.map((delivery) => [arrival, keptOf.get(delivery.id) ?? delivery] as const),
  );
  const freshIds = await takeKeys(
    tx,
    all.map(([, delivery]) => delivery),
  );
  const fresh = all.filter(([, { id }]) => freshIds.has(id));
  const acting = fresh.filter(([, { status }]) => status === 'received');
  const standing = await findStanding(tx, acting);
  const standingFor = (arrival: Arrival, delivery: NewDelivery): string | undefined => {
    const [object] = delivery.objects;
    if (object === undefined || !isPlain(arrival, delivery)) return undefined;
    return standing.get(placeOf(delivery.connectionId, object));
  };
  const wishes = acting.flatMap(([arrival, delivery]) =>
    standingFor(arrival, delivery) === undefined ? [{ ...delivery, reason: arrival.reason(delivery) }] : [],
  );
  const { taskIds, dispatch } = await enqueueRefreshes(tx, enqueueIn, wishes);
  await insertDeliveries(
    tx,
    fresh.map(([arrival, delivery]) => {
      const isActed = delivery.status === 'received';
      const taskId = isActed ? (taskIds.get(delivery.id) ?? standingFor(arrival, delivery)) : undefined;
      return { ...delivery, taskId: taskId ?? null };
    }),
  );
  await tellVersionDrift(
    tx,
    arrivals.flatMap(({ drifts }) => drifts),
  );
  return { freshIds, dispatch };
};

/**
 * Keeps what came in several requests and enqueues what it comes to, in one transaction of the engine's: whose
 * each event is was read from its connection. Answers, for each request, which of its events are new.
 */
export const takeIn = async (
  deps: TakeInDeps,
  arrivals: readonly Arrival[],
): Promise<readonly (readonly NewDelivery[])[]> => {
  const { freshIds, dispatch } = await retryConflicts(() =>
    deps.db.engine.transaction().execute((tx) => takeAll(tx, deps, arrivals)),
  );
  // The sender need not wait: what is not added here is in the outbox, and the conductor adds it.
  void dispatch();
  return arrivals.map(({ deliveries }) => deliveries.filter(({ id }) => freshIds.has(id)));
};
