import { ConflictError, NotFoundError } from '@sherpa/core';
import type { Db } from '../../schema/index.ts';
import { lockCustomers } from '../lock-customers.ts';
import { regroup } from '../regroup.ts';
import { pairsAcross, revokeByHand, saveByHand, toPair, type NodePair, type Said } from './manual-edges.ts';
import { membersOf, type Member } from './members.ts';

export interface MergeRequest extends Said {
  readonly ids: readonly string[];
}

/** One after the other: enough to join them, and as little as possible to take back. */
const chain = (nodes: readonly string[]): NodePair[] =>
  nodes.slice(1).map((node, index) => toPair(nodes[index] ?? node, node));

/**
 * Joins the customers of these members because somebody says so, whatever forbade it until now. Answers with
 * the customer that they are now; its id is that of the oldest.
 */
export const joinMembers = async (
  tx: Db,
  tenantId: string,
  members: readonly Member[],
  said: Said,
): Promise<string | undefined> => {
  const ids = [...new Set(members.map(({ customerId }) => customerId))].toSorted();
  const nodes = (await membersOf(tx, ids)).map(({ node }) => node);
  const blocks = await revokeByHand(tx, tenantId, 'block', pairsAcross(nodes, nodes));
  const firsts = ids.flatMap((id) => members.find(({ customerId }) => customerId === id)?.node ?? []);
  const pairs = chain(firsts);
  const { by, reason } = said;
  await saveByHand(tx, tenantId, 'manual', { pairs, by, evidence: { by, reason } });
  const inverse = { edges: pairs.map((pair) => ({ ...pair })), blocks: blocks.map((pair) => ({ ...pair })) };
  const { places } = await regroup(tx, {
    tenantId,
    taken: [],
    nodes: firsts,
    customerIds: ids,
    cause: { kind: 'merge', by, reason },
    inverse,
  });
  const place = places.get(firsts[0] ?? '');
  return (members[0]?.level === 'account' ? place?.accountId : place?.personId) ?? undefined;
};

/** Makes several customers one, by hand; answers with its id. Undone with `undoMerge`. */
export const mergeCustomers = async (
  tx: Db,
  tenantId: string,
  { ids, by, reason }: MergeRequest,
): Promise<string> => {
  await lockCustomers(tx, tenantId);
  const members = await membersOf(tx, ids);
  const found = new Set(members.map(({ customerId }) => customerId));
  const unknown = ids.filter((id) => !found.has(id));
  if (unknown.length > 0)
    throw new NotFoundError('There is no such customer.', { details: { ids: unknown } });
  if (new Set(ids).size < 2)
    throw new ConflictError('A customer cannot be merged with itself.', { details: { ids } });
  if (new Set(members.map(({ level }) => level)).size > 1)
    throw new ConflictError('A person and an account cannot be one customer.', { details: { ids } });
  const id = await joinMembers(tx, tenantId, members, { by, reason });
  if (id === undefined) throw new ConflictError('Nothing is left of these customers.', { details: { ids } });
  return id;
};
