import { ConflictError, NotFoundError } from '@sherpa/core';
import type { Db } from '../../schema/index.ts';
import { lockCustomers } from '../lock-customers.ts';
import { regroup } from '../regroup.ts';
import { pairsAcross, revokeByHand, saveByHand, type Said } from './manual-edges.ts';
import { membersOf, type Member } from './members.ts';

export interface SplitRequest extends Said {
  readonly id: string;
  /** The objects that are somebody else: `stripe:customer:cus_1`. */
  readonly nodes: readonly string[];
}

/** Keeps two sides apart from now on, whatever keys they share. */
export const part = async (
  tx: Db,
  tenantId: string,
  sides: { readonly away: readonly string[]; readonly rest: readonly string[] },
  said: Said & { readonly kind: 'split' | 'undo'; readonly customerIds: readonly string[] },
): Promise<ReadonlyMap<string, { readonly personId: string | null; readonly accountId: string | null }>> => {
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

/**
 * Takes objects out of a customer, by hand; they become one of their own, and stay that. Answers with its id.
 */
export const splitCustomer = async (
  tx: Db,
  tenantId: string,
  { id, nodes, by, reason }: SplitRequest,
): Promise<string> => {
  await lockCustomers(tx, tenantId);
  const members = await membersOf(tx, [id]);
  if (members.length === 0) throw new NotFoundError('There is no such customer.', { details: { id } });
  const sides = sidesOf(members, nodes);
  const unknown = nodes.filter((node) => !sides.away.includes(node));
  if (unknown.length > 0)
    throw new NotFoundError('The customer has no such object.', { details: { id, objects: unknown } });
  if (sides.rest.length === 0)
    throw new ConflictError('That is all there is of the customer.', { details: { id } });
  const places = await part(tx, tenantId, sides, { by, reason, kind: 'split', customerIds: [id] });
  const place = places.get(sides.away[0] ?? '');
  const made = members[0]?.level === 'account' ? place?.accountId : place?.personId;
  if (made === null || made === undefined)
    throw new ConflictError('What was taken out is nobody by itself.', { details: { id } });
  return made;
};
