import { ConflictError, NotFoundError } from '@sherpa/core';
import { sql } from 'kysely';
import type { Db } from '../../schema/index.ts';
import { lockCustomers } from '../lock-customers.ts';
import type { Place } from '../graph/place-objects.ts';
import { regroup } from '../regroup.ts';
import { pairsAcross, revokeByHand, saveByHand, type Said } from './manual-edges.ts';
import { membersOf, type Member } from './members.ts';

export interface SplitRequest extends Said {
  readonly id: string;
  /** The objects that are somebody else: `stripe:customer:cus_1`. */
  readonly nodes: readonly string[];
}

/** A customer that came out of a split, and its objects. */
export interface SplitPart {
  readonly id: string;
  readonly objects: readonly string[];
}

export interface Split {
  /** The customer that the objects are now. */
  readonly id: string;
  /** Every customer that came of it. */
  readonly parts: readonly SplitPart[];
  /** A merge that brought the objects in: undoing it would have given them their old id. */
  readonly mergeId: string | null;
}

/** Keeps two sides apart from now on, whatever keys they share. */
export const part = async (
  tx: Db,
  tenantId: string,
  sides: { readonly away: readonly string[]; readonly rest: readonly string[] },
  said: Said & { readonly kind: 'split' | 'undo'; readonly customerIds: readonly string[] },
): Promise<ReadonlyMap<string, Place>> => {
  const { by, reason, kind } = said;
  const pairs = pairsAcross(sides.away, sides.rest);
  const edges = await revokeByHand(tx, tenantId, 'manual', pairs);
  await saveByHand(tx, tenantId, 'block', { pairs, by, evidence: { by, reason } });
  const { places } = await regroup(tx, {
    tenantId,
    taken: [],
    nodes: [...sides.away, ...sides.rest],
    customerIds: said.customerIds,
    cause: { kind, by, reason },
    inverse: { edges: edges.map((pair) => ({ ...pair })), blocks: pairs.map((pair) => ({ ...pair })) },
  });
  return places;
};

const sidesOf = (members: readonly Member[], nodes: readonly string[]) => {
  const away = members.filter(({ node }) => nodes.includes(node)).map(({ node }) => node);
  const rest = members.filter(({ node }) => !nodes.includes(node)).map(({ node }) => node);
  return { away, rest };
};

const toParts = (members: readonly Member[], places: ReadonlyMap<string, Place>): SplitPart[] => {
  const placed = members.flatMap(({ node, level }) => {
    const place = places.get(node);
    const id = level === 'account' ? place?.accountId : place?.personId;
    return id === null || id === undefined ? [] : [{ id, node }];
  });
  return [...Map.groupBy(placed, ({ id }) => id)].map(([id, some]) => ({
    id,
    objects: some.map(({ node }) => node),
  }));
};

/** The last merge that brought these objects in: undoing it gives them their old id back. */
const mergeOf = async (tx: Db, id: string, nodes: readonly string[]): Promise<string | null> => {
  const { rows } = await sql<{ id: string }>`
    select id from identity_events where customer_id = ${id} and kind = 'merge' and undone_at is null
      and moved @> ${nodes}::text[] order by id desc limit 1`.execute(tx);
  return rows[0]?.id ?? null;
};

/**
 * Takes objects out of a customer, by hand; they become one of their own, and stay that. What only they held
 * together falls apart as well, so that there may be more than two parts.
 */
export const splitCustomer = async (
  tx: Db,
  tenantId: string,
  { id, nodes, by, reason }: SplitRequest,
): Promise<Split> => {
  await lockCustomers(tx, tenantId);
  const members = await membersOf(tx, [id]);
  if (members.length === 0) throw new NotFoundError('There is no such customer.', { details: { id } });
  const sides = sidesOf(members, nodes);
  const unknown = nodes.filter((node) => !sides.away.includes(node));
  if (unknown.length > 0)
    throw new NotFoundError('The customer has no such object.', { details: { id, objects: unknown } });
  if (sides.rest.length === 0)
    throw new ConflictError('That is all there is of the customer.', { details: { id } });
  const mergeId = await mergeOf(tx, id, sides.away);
  const places = await part(tx, tenantId, sides, { by, reason, kind: 'split', customerIds: [id] });
  const place = places.get(sides.away[0] ?? '');
  const made = members[0]?.level === 'account' ? place?.accountId : place?.personId;
  if (made === null || made === undefined)
    throw new ConflictError('What was taken out is nobody by itself.', { details: { id } });
  return { id: made, parts: toParts(members, places), mergeId };
};
