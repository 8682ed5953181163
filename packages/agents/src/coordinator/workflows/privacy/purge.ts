import type { Waiting } from '@sherpa/agent-kit';
import { billingContract } from '../../../billing/contract.ts';
import { knowledgeContract } from '../../../knowledge/contract.ts';
import { salesContract } from '../../../sales/contract.ts';

const idsOf = (nodes: readonly string[], kind: string): readonly string[] =>
  nodes.flatMap((node) => (node.startsWith(`${kind}:`) ? [node.slice(kind.length + 1)] : []));

/** The ids at Stripe among these. */
export const payerIdsOf = (nodes: readonly string[]): readonly string[] => idsOf(nodes, 'stripe:customer');

/** How many there are, by vendor. */
export const countObjects = (nodes: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const node of nodes) {
    const [vendor = ''] = node.split(':');
    counts[vendor] = (counts[vendor] ?? 0) + 1;
  }
  return counts;
};

/** Deletes these at their vendors, in this order: who pays, who is known, what was written about them. */
export const purgeAtVendors = async (
  ctx: Pick<Waiting, 'runTask'>,
  nodes: readonly string[],
): Promise<void> => {
  // The waits are numbered: their names stay, and tell nobody's id.
  for (const [index, customerId] of payerIdsOf(nodes).entries())
    await ctx.runTask(billingContract, 'customer.delete', { customerId }, { name: `payer ${index}` });
  for (const [index, contactId] of idsOf(nodes, 'hubspot:contact').entries())
    await ctx.runTask(salesContract, 'contact.erase', { contactId }, { name: `contact ${index}` });
  for (const [index, id] of idsOf(nodes, 'notion:page').entries())
    await ctx.runTask(knowledgeContract, 'page.trash', { id }, { name: `page ${index}` });
};
