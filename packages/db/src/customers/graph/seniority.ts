import { typeOfNode, type NodeType } from './edge.ts';
import type { GraphObject } from './groups.ts';

const ranks: Readonly<Record<NodeType, number>> = { contact: 0, company: 0, payer: 1, page: 2, key: 3 };

const compareText = (one: string, other: string): number => {
  if (one === other) return 0;
  return one < other ? -1 : 1;
};

/** The order in which objects speak for a customer: those that live, HubSpot's, the oldest; the same everywhere. */
export const bySeniority = (one: GraphObject, other: GraphObject): number =>
  Number(other.live) - Number(one.live) ||
  ranks[typeOfNode(one.node)] - ranks[typeOfNode(other.node)] ||
  one.createdMs - other.createdMs ||
  one.node.length - other.node.length ||
  compareText(one.node, other.node);
