import { typeOfNode, type Edge } from './edge.ts';
import { limits } from './limits.ts';
import type { RefusalReason } from './refusal.ts';

/** A vendor object as the graph sees it. */
export interface GraphObject {
  readonly node: string;
  readonly personId: string | undefined;
  readonly accountId: string | undefined;
  readonly live: boolean;
  readonly createdMs: number;
}

/** What counts against the limits. */
interface Tally {
  readonly contacts: number;
  readonly emails: number;
  readonly payers: number;
  readonly objects: number;
}

export type Verdict = 'joined' | 'blocked' | RefusalReason;

/** Nodes that are one so far. */
export interface Groups {
  readonly find: (node: string) => string;
  /** Joins what the edge connects, unless a block or a limit forbids it; no limit holds for what is `free`. */
  readonly join: (edge: Edge, free: boolean) => Verdict;
  readonly contactsOf: (node: string) => number;
  /** The objects there are, by the root of their group. */
  readonly members: () => ReadonlyMap<string, readonly GraphObject[]>;
}

const checks: readonly (readonly [keyof Tally, RefusalReason])[] = [
  ['contacts', 'two-contacts'],
  ['emails', 'too-many-emails'],
  ['payers', 'too-many-payers'],
  ['objects', 'too-many-objects'],
];

const exceeded = (one: Tally, other: Tally): RefusalReason | undefined =>
  // What a side brings alone is its own matter: people or the vendor have said so.
  checks.find(
    ([field]) => one[field] > 0 && other[field] > 0 && one[field] + other[field] > limits[field],
  )?.[1];

const sum = (one: Tally, other: Tally): Tally => ({
  contacts: one.contacts + other.contacts,
  emails: one.emails + other.emails,
  payers: one.payers + other.payers,
  objects: one.objects + other.objects,
});

/** An object that another one names and that has not been seen counts as one that is there. */
const tallyOf = (node: string, object: GraphObject | undefined, absorbed: boolean): Tally => {
  const type = typeOfNode(node);
  const counts = object === undefined ? !absorbed : object.live && !absorbed;
  return {
    contacts: type === 'contact' && counts ? 1 : 0,
    emails: node.startsWith('email:') ? 1 : 0,
    payers: type === 'payer' ? 1 : 0,
    objects: type !== 'key' && object !== undefined ? 1 : 0,
  };
};

export interface GroupsOf {
  readonly objects: ReadonlyMap<string, GraphObject>;
  /** Nodes that a vendor has merged into others. */
  readonly absorbed: ReadonlySet<string>;
  readonly blocks: readonly Edge[];
}

export const makeGroups = ({ objects, absorbed, blocks }: GroupsOf): Groups => {
  const parent = new Map<string, string>();
  const tallies = new Map<string, Tally>();
  const find = (node: string): string => {
    let root = node;
    for (let up = parent.get(root); up !== undefined; up = parent.get(root)) root = up;
    if (root !== node) parent.set(node, root);
    return root;
  };
  const tally = (root: string): Tally =>
    tallies.get(root) ?? tallyOf(root, objects.get(root), absorbed.has(root));
  const isBlocked = (one: string, other: string): boolean =>
    blocks.some(({ a, b }) => {
      const [left, right] = [find(a), find(b)];
      return (left === one && right === other) || (left === other && right === one);
    });
  const join = ({ a, b }: Edge, free: boolean): Verdict => {
    const [one, other] = [find(a), find(b)];
    if (one === other) return 'joined';
    if (isBlocked(one, other)) return 'blocked';
    const reason = free ? undefined : exceeded(tally(one), tally(other));
    if (reason !== undefined) return reason;
    tallies.set(one, sum(tally(one), tally(other)));
    parent.set(other, one);
    return 'joined';
  };
  return {
    find,
    join,
    contactsOf: (node) => tally(find(node)).contacts,
    members: () => Map.groupBy(objects.values(), ({ node }) => find(node)),
  };
};
