import { newId, type Json } from '@sherpa/core';
import type { Db } from '../schema/index.ts';
import { projectCustomer } from './fields/project-customer.ts';
import type { GraphObject } from './graph/groups.ts';
import { loadNeighbourhood, type Neighbourhood } from './graph/load-neighbourhood.ts';
import { placeApart } from './graph/place-apart.ts';
import { placeObjects, type Place, type Placement } from './graph/place-objects.ts';
import { loadSourcesOf, type PlacedSource } from './load-sources.ts';
import { recordEvents } from './record-events.ts';
import { renewReviews } from './reviews/renew-reviews.ts';
import { saveCustomers, type CustomerState } from './save-customers.ts';
import { moveSources, saveSources, type TakenSource } from './save-sources.ts';

export interface Regrouping {
  readonly tenantId: string;
  /** Objects that are new or newer. Their edges are saved already. */
  readonly taken: readonly TakenSource[];
  /** Nodes around which anything may have changed. */
  readonly nodes: readonly string[];
  /** Customers that may have changed. */
  readonly customerIds: readonly string[];
  /** What history shows as the reason; the objects that were taken in, unless told. Null: it shows nothing. */
  readonly cause: Json | undefined;
  /** What takes it back, kept with the events that come of it. */
  readonly inverse?: Json;
}

/** The objects of a neighbourhood as they are now that these have been taken in. */
const currentObjects = ({ objects, edges }: Neighbourhood, taken: readonly TakenSource[]): GraphObject[] => {
  const absorbed = new Set(edges.filter(({ kind }) => kind === 'merged').map(({ b }) => b));
  const byNode = new Map(objects.map((object) => [object.node, object]));
  for (const { node, deleted, fields, personId, accountId, belongsTo } of taken) {
    if (belongsTo !== null) continue;
    const before = byNode.get(node);
    byNode.set(node, {
      node,
      live: !deleted,
      createdMs: fields.createdMs ?? before?.createdMs ?? 0,
      personId: personId ?? undefined,
      accountId: accountId ?? undefined,
    });
  }
  return [...byNode.values()].map((object) =>
    absorbed.has(object.node) ? { ...object, live: false } : object,
  );
};

const place = (near: Neighbourhood, { taken, nodes }: Regrouping): Placement => {
  const objects = currentObjects(near, taken);
  return near.isCut
    ? placeApart(
        objects.filter(({ node }) => nodes.includes(node)),
        newId,
      )
    : placeObjects(objects, near.edges, newId);
};

const nowhere: Place = { personId: null, accountId: null };

/** Writes where everybody belongs; answers with the customers to which anything has happened. */
const savePlaces = async (
  tx: Db,
  { tenantId, taken, customerIds }: Regrouping,
  near: Neighbourhood,
  { places }: Placement,
): Promise<Set<string>> => {
  const fresh = new Set(taken.map(({ node }) => node));
  const moved = near.objects
    .filter(({ node }) => !fresh.has(node))
    .flatMap(({ node, personId = null, accountId = null }) => {
      const to = places.get(node);
      if (to === undefined || (to.personId === personId && to.accountId === accountId)) return [];
      return [{ node, ...to, from: [personId, accountId] }];
    });
  const settled = taken.map((source) => ({ ...source, ...(places.get(source.node) ?? nowhere) }));
  await saveSources(tx, tenantId, settled);
  await moveSources(
    tx,
    tenantId,
    moved.map(({ node, personId, accountId }) => ({ node, personId, accountId })),
  );
  const touched = [
    ...customerIds,
    ...settled.flatMap(({ personId, accountId }) => [personId, accountId]),
    ...moved.flatMap(({ personId, accountId, from }) => [personId, accountId, ...from]),
    ...settled.flatMap(({ belongsTo }) => {
      const payer = belongsTo === null ? undefined : places.get(belongsTo);
      return [payer?.personId ?? null, payer?.accountId ?? null];
    }),
  ];
  return new Set(touched.filter((id) => id !== null));
};

const MOST_NAMED = 5;

/** The objects of a customer that were taken in, as the cause of what changes. */
const causeOf = (sources: readonly PlacedSource[], taken: ReadonlySet<string>): Json => ({
  kind: 'sources',
  objects: sources
    .flatMap(({ node }) => (taken.has(node) ? [node] : []))
    .toSorted()
    .slice(0, MOST_NAMED),
});

const sourcesByCustomer = (all: readonly PlacedSource[]): Map<string, PlacedSource[]> => {
  const payers = new Map(all.map((source) => [source.node, source]));
  const belongs = all.flatMap((source) => {
    const { personId, accountId } =
      source.belongsTo === null ? source : (payers.get(source.belongsTo) ?? source);
    return [...new Set([personId, accountId])].flatMap((id) => (id === null ? [] : [{ id, source }]));
  });
  return new Map(
    [...Map.groupBy(belongs, ({ id }) => id)].map(([id, some]) => [id, some.map(({ source }) => source)]),
  );
};

/** Renews the rows of these customers from all that is known of them. */
export const renewCustomers = async (
  tx: Db,
  tenantId: string,
  ids: ReadonlySet<string>,
  told: {
    readonly fresh: ReadonlySet<string>;
    readonly taken: ReadonlySet<string>;
    readonly cause: Json | undefined;
  },
): Promise<void> => {
  if (ids.size === 0) return;
  const all = sourcesByCustomer(await loadSourcesOf(tx, tenantId, [...ids]));
  const states = [...ids].toSorted().map((id): CustomerState => {
    const sources = all.get(id) ?? [];
    const kind = sources.some(({ accountId }) => accountId === id) ? 'account' : 'person';
    return {
      id,
      explained: projectCustomer(kind, sources),
      cause: told.cause === undefined ? causeOf(sources, told.taken) : told.cause,
    };
  });
  await saveCustomers(tx, tenantId, states, told.fresh);
};

/** The ids that a placement has made, which nobody has had before. */
const newIds = (placement: Placement, near: Neighbourhood): Set<string> => {
  const known = new Set(near.objects.flatMap(({ personId, accountId }) => [personId, accountId]));
  const all = [...placement.persons.components, ...placement.accounts.components].map(({ id }) => id);
  return new Set(all.filter((id) => !known.has(id)));
};

const EMPTY: Neighbourhood = { objects: [], edges: [], isCut: false };

/**
 * Says anew who is one customer around these nodes, and writes all that follows: where objects belong, what
 * was merged or split, what people should look at, and the customers themselves.
 */
export const regroup = async (tx: Db, work: Regrouping): Promise<Placement> => {
  const { tenantId, nodes, customerIds, taken, cause, inverse = {} } = work;
  // Bills move nobody.
  const near = nodes.length === 0 ? EMPTY : await loadNeighbourhood(tx, { tenantId, nodes, customerIds });
  const placement = place(near, work);
  const touched = await savePlaces(tx, work, near, placement);
  const takenNodes = new Set(taken.map(({ node }) => node));
  await recordEvents(tx, tenantId, { near, placement }, { cause: cause ?? { kind: 'sources' }, inverse });
  if (nodes.length > 0) await renewReviews(tx, tenantId, { near, nodes }, placement);
  await renewCustomers(tx, tenantId, touched, { fresh: newIds(placement, near), taken: takenNodes, cause });
  return placement;
};
