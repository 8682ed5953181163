import type { Edge } from './edge.ts';
import { makeGroups, type GraphObject, type Groups } from './groups.ts';
import { inOrder, refuse, type Joined } from './join-persons.ts';
import { limits } from './limits.ts';
import type { Refusal } from './refusal.ts';

/** Finds which companies are one account: those that a vendor merged, people joined, or that share a domain. */
export const joinAccounts = (
  objects: ReadonlyMap<string, GraphObject>,
  edges: readonly Edge[],
  blocks: readonly Edge[],
): Joined => {
  const merged = edges.filter(({ kind }) => kind === 'merged');
  const groups = makeGroups({ objects, blocks, absorbed: new Set(merged.map(({ b }) => b)) });
  const refusals: Refusal[] = [];
  const manual = edges.filter(({ kind }) => kind === 'manual');
  for (const edge of [...inOrder(manual, objects), ...inOrder(merged, objects)]) groups.join(edge, true);
  const domains = inOrder(
    edges.filter(({ kind }) => kind === 'domain'),
    objects,
  );
  for (const [domain, star] of Map.groupBy(domains, ({ b }) => b)) {
    if (star.length > limits.companiesOfDomain) {
      const crowd = { a: domain, b: '', kind: 'domain', strength: 'strong' } as const;
      refusals.push(
        refuse(
          crowd,
          'domain-of-many',
          star.map(({ a }) => a),
        ),
      );
      continue;
    }
    for (const edge of star) {
      const verdict = groups.join(edge, false);
      if (verdict !== 'joined' && verdict !== 'blocked')
        refusals.push(refuse(edge, verdict, [edge.a, ...star.map(({ a }) => a)]));
    }
  }
  return { groups, refusals };
};

/** The account of a payer or a page. */
export interface AccountLinks {
  /** The company it belongs to: a node of the group that is its account. */
  readonly companyOf: ReadonlyMap<string, string>;
  readonly refusals: readonly Refusal[];
}

/** The company end and the other end of a link, whoever wrote it down. */
const endsOf = ({ a, b }: Edge): { company: string; member: string; isOwn: boolean } =>
  a.startsWith('hubspot:company:')
    ? { company: a, member: b, isOwn: false }
    : { company: b, member: a, isOwn: true };

/** The companies there are behind a company's id or a domain. */
const knownBehind = (groups: Groups, node: string, known: ReadonlySet<string>): boolean =>
  known.has(groups.find(node));

/**
 * Gives payers and pages their account: the company that they name, else one that names them, else the one
 * whose domain their address is under. Two companies that contradict one another leave it to the first.
 */
export const linkAccounts = (
  groups: Groups,
  links: readonly Edge[],
  known: ReadonlySet<string>,
): AccountLinks => {
  const companyOf = new Map<string, string>();
  const refusals: Refusal[] = [];
  const ends = links.map((edge) => ({ edge, ...endsOf(edge) }));
  for (const [member, all] of Map.groupBy(ends, (end) => end.member)) {
    const usable = all.filter(({ company }) => knownBehind(groups, company, known));
    const rank = ({ edge, isOwn }: (typeof ends)[number]): number =>
      edge.kind === 'explicit' ? Number(!isOwn) : 2;
    const sorted = usable.toSorted(
      (one, other) => rank(one) - rank(other) || (one.company < other.company ? -1 : 1),
    );
    const [first] = sorted;
    if (first === undefined) continue;
    companyOf.set(member, first.company);
    const contradicts = sorted.filter(
      ({ edge, company }) =>
        edge.kind === 'explicit' &&
        first.edge.kind === 'explicit' &&
        groups.find(company) !== groups.find(first.company),
    );
    for (const { edge, company } of contradicts)
      refusals.push(refuse(edge, 'other-partner-named', [member, company, first.company]));
  }
  return { companyOf, refusals };
};
