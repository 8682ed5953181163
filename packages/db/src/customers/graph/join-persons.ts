import { typeOfNode, type Edge } from './edge.ts';
import { makeGroups, type GraphObject, type Groups } from './groups.ts';
import { limits } from './limits.ts';
import { kindOfReason, type Refusal, type RefusalReason } from './refusal.ts';
import { bySeniority } from './seniority.ts';

/** What joins at one level, and what did not. */
export interface Joined {
  readonly groups: Groups;
  readonly refusals: readonly Refusal[];
}

export const refuse = (edge: Edge, reason: RefusalReason, subjects: readonly string[]): Refusal => ({
  kind: kindOfReason(reason),
  a: edge.a,
  b: edge.b,
  reason,
  subjects: [...new Set(subjects)].toSorted(),
});

const nobody = (node: string): GraphObject => ({
  node,
  personId: undefined,
  accountId: undefined,
  live: false,
  createdMs: Number.MAX_SAFE_INTEGER,
});

/** Edges in an order that is the same whatever the order in which they came. */
export const inOrder = (edges: readonly Edge[], objects: ReadonlyMap<string, GraphObject>): readonly Edge[] =>
  edges.toSorted(
    (one, other) =>
      bySeniority(objects.get(one.a) ?? nobody(one.a), objects.get(other.a) ?? nobody(other.a)) ||
      (one.b < other.b ? -1 : Number(one.b > other.b)),
  );

/** The objects that stand on the other side of an edge which was not followed. */
const sidesOf = (groups: Groups, edge: Edge): string[] => {
  const members = groups.members();
  const other = (members.get(groups.find(edge.b)) ?? []).toSorted(bySeniority)[0]?.node;
  return other === undefined ? [edge.a] : [edge.a, other];
};

interface Work {
  readonly groups: Groups;
  readonly objects: ReadonlyMap<string, GraphObject>;
  readonly refusals: Refusal[];
}

const take = ({ groups, objects, refusals }: Work, edges: readonly Edge[]): void => {
  for (const edge of inOrder(edges, objects)) {
    const verdict = groups.join(edge, false);
    if (verdict === 'joined' || verdict === 'blocked') continue;
    const isExplicit = edge.kind === 'explicit' && verdict === 'two-contacts';
    refusals.push(refuse(edge, isExplicit ? 'other-partner-named' : verdict, sidesOf(groups, edge)));
  }
};

/**
 * Contacts that name a payer. A payer that names a contact itself is right; where it does not, and several
 * contacts name it, nobody is.
 */
const takeClaims = (work: Work, claims: readonly Edge[]): void => {
  const { groups, refusals } = work;
  for (const [payer, edges] of Map.groupBy(inOrder(claims, work.objects), ({ b }) => b)) {
    const open = edges.filter(({ a }) => groups.find(a) !== groups.find(payer));
    const claimants = new Set(
      open.filter(({ a }) => groups.contactsOf(a) > 0).map(({ a }) => groups.find(a)),
    );
    const isTaken = groups.contactsOf(payer) > 0 && claimants.size > 0;
    if (!isTaken && claimants.size <= 1) {
      take(work, open);
      continue;
    }
    for (const edge of inOrder(open, work.objects))
      refusals.push(refuse(edge, 'other-partner-named', [...edges.map(({ a }) => a), payer]));
  }
};

/** Whether so many share an address, or under so many names, that it belongs to none of them. */
const isOfMany = (star: readonly Edge[], nameOf: ReadonlyMap<string, string>): boolean => {
  const payers = star.filter(({ a }) => typeOfNode(a) === 'payer').length;
  const contacts = star.length - payers;
  const names = new Set(star.flatMap(({ a }) => nameOf.get(a) ?? []));
  return (
    payers > limits.payersOfAddress ||
    contacts > limits.contactsOfAddress ||
    (contacts === 0 && names.size > limits.namesOfAddress)
  );
};

/** An address of many belongs to none of them. */
const takeEmails = (work: Work, edges: readonly Edge[], nameOf: ReadonlyMap<string, string>): void => {
  const fit: Edge[] = [];
  for (const [email, star] of Map.groupBy(edges, ({ b }) => b)) {
    if (!isOfMany(star, nameOf)) fit.push(...star);
    else
      work.refusals.push(
        refuse(
          { a: email, b: '', kind: 'email', strength: 'strong' },
          'address-of-many',
          star.map(({ a }) => a),
        ),
      );
  }
  const of = (kind: Edge['kind'], type: 'contact' | 'payer'): Edge[] =>
    fit.filter((edge) => edge.kind === kind && typeOfNode(edge.a) === type);
  // A contact's own address is its own, whoever else writes it down.
  for (const kind of ['email', 'alias'] as const) take(work, of(kind, 'contact'));
  for (const kind of ['email', 'alias'] as const) take(work, of(kind, 'payer'));
};

/** Finds who is one person: by the strongest keys first, as far as no block, limit or contradiction forbids it. */
export const joinPersons = (
  objects: ReadonlyMap<string, GraphObject>,
  edges: readonly Edge[],
  blocks: readonly Edge[],
): Joined => {
  const merged = edges.filter(({ kind }) => kind === 'merged');
  const groups = makeGroups({ objects, blocks, absorbed: new Set(merged.map(({ b }) => b)) });
  const work: Work = { groups, objects, refusals: [] };
  const of = (kind: Edge['kind']): Edge[] => edges.filter((edge) => edge.kind === kind);
  for (const edge of [...inOrder(of('manual'), objects), ...inOrder(merged, objects)])
    groups.join(edge, true);
  const explicit = of('explicit');
  const from = (type: 'payer' | 'contact' | 'page'): Edge[] =>
    explicit.filter(({ a }) => typeOfNode(a) === type);
  take(work, from('payer'));
  takeClaims(work, from('contact'));
  take(work, from('page'));
  takeEmails(work, [...of('email'), ...of('alias')], new Map(of('name').map(({ a, b }) => [a, b])));
  return { groups, refusals: work.refusals };
};
