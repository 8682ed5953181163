import type { NewId } from '@sherpa/core';
import { typeOfNode, type Edge } from './edge.ts';
import { giveIds, type GivenIds } from './give-ids.ts';
import type { GraphObject } from './groups.ts';
import { joinAccounts, linkAccounts } from './join-accounts.ts';
import { joinPersons } from './join-persons.ts';
import type { Refusal } from './refusal.ts';

/** Where an object belongs. */
export interface Place {
  readonly personId: string | null;
  readonly accountId: string | null;
}

export interface Placement {
  readonly places: ReadonlyMap<string, Place>;
  readonly persons: GivenIds;
  readonly accounts: GivenIds;
  readonly refusals: readonly Refusal[];
}

const isAccount = (node: string): boolean => typeOfNode(node) === 'company';

/**
 * A person needs somebody: a contact, or a payer that belongs to no account. A billing address of a
 * company is no person that anybody knows.
 */
const isPerson = (objects: readonly GraphObject[], companyOf: ReadonlyMap<string, string>): boolean =>
  objects.some(
    ({ node }) => typeOfNode(node) === 'contact' || (typeOfNode(node) === 'payer' && !companyOf.has(node)),
  );

const byNode = (some: readonly GraphObject[]): Map<string, GraphObject> =>
  new Map(some.map((object) => [object.node, object]));

/**
 * Says which customer each of these objects belongs to. They are a whole neighbourhood: whatever is tied to
 * one of them is among them. The outcome depends on objects and edges alone, never on who came first.
 */
export const placeObjects = (
  objects: readonly GraphObject[],
  edges: readonly Edge[],
  newId: NewId,
): Placement => {
  const [companies, people] = [
    objects.filter(({ node }) => isAccount(node)),
    objects.filter(({ node }) => !isAccount(node)),
  ];
  const strong = edges.filter(({ strength }) => strength === 'strong');
  // A name joins nobody, but tells how many share an address.
  const names = edges.filter(({ kind }) => kind === 'name');
  const blocks = edges.filter(({ strength }) => strength === 'block');
  const persons = joinPersons(
    byNode(people),
    [...strong, ...names].filter(({ a }) => !isAccount(a)),
    blocks,
  );
  const accounts = joinAccounts(
    byNode(companies),
    strong.filter(({ a }) => isAccount(a)),
    blocks,
  );
  const known = new Set(companies.map(({ node }) => accounts.groups.find(node)));
  const links = linkAccounts(
    accounts.groups,
    edges.filter(({ strength }) => strength === 'link'),
    known,
  );
  const accountIds = giveIds([...accounts.groups.members().values()], ({ accountId }) => accountId, newId);
  const personIds = giveIds(
    [...persons.groups.members().values()].filter((group) => isPerson(group, links.companyOf)),
    ({ personId }) => personId,
    newId,
  );
  const accountOfRoot = new Map(
    accountIds.components.map(({ id, objects: [first] }) => [accounts.groups.find(first?.node ?? ''), id]),
  );
  const personOf = new Map(
    personIds.components.flatMap(({ id, objects: some }) => some.map(({ node }) => [node, id] as const)),
  );
  const accountOf = (node: string): string | null => {
    const company = isAccount(node) ? node : links.companyOf.get(node);
    return company === undefined ? null : (accountOfRoot.get(accounts.groups.find(company)) ?? null);
  };
  return {
    places: new Map(
      objects.map(({ node }) => [node, { personId: personOf.get(node) ?? null, accountId: accountOf(node) }]),
    ),
    persons: personIds,
    accounts: accountIds,
    refusals: [...persons.refusals, ...accounts.refusals, ...links.refusals],
  };
};
