/** What an edge rests on, the strongest first. */
export type EdgeKind =
  | 'manual'
  | 'merged'
  | 'explicit'
  | 'email'
  | 'alias'
  | 'domain'
  | 'phone'
  | 'name'
  | 'mailbox'
  | 'block';

/** strong: joins; weak: only suggested; link: the account of a payer; block: never join these two. */
export type EdgeStrength = 'strong' | 'weak' | 'link' | 'block';

/** `a` is a vendor object; `b` another one, or a key such as `email:x`. */
export interface Edge {
  readonly a: string;
  readonly b: string;
  readonly kind: EdgeKind;
  readonly strength: EdgeStrength;
}

/** What a node of the graph is. */
export type NodeType = 'contact' | 'company' | 'payer' | 'page' | 'key';

const types: readonly (readonly [string, NodeType])[] = [
  ['hubspot:contact:', 'contact'],
  ['hubspot:company:', 'company'],
  ['stripe:customer:', 'payer'],
  ['notion:', 'page'],
];

export const typeOfNode = (node: string): NodeType =>
  types.find(([prefix]) => node.startsWith(prefix))?.[1] ?? 'key';
