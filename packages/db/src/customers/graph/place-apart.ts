import type { NewId } from '@sherpa/core';
import { typeOfNode } from './edge.ts';
import type { GraphObject } from './groups.ts';
import { bySeniority } from './seniority.ts';
import type { Placement } from './place-objects.ts';
import { refuse } from './join-persons.ts';

/**
 * For a neighbourhood that is too large to be looked through: whoever has a customer keeps it, whoever has
 * none gets one alone, and people are asked.
 */
export const placeApart = (objects: readonly GraphObject[], newId: NewId): Placement => {
  const placed = objects
    .filter(({ node }) => typeOfNode(node) !== 'page')
    .map((object) => {
      const isAccount = typeOfNode(object.node) === 'company';
      const old = isAccount ? object.accountId : object.personId;
      return { object, isAccount, id: old ?? newId() };
    });
  const componentsOf = (accounts: boolean) =>
    placed
      .filter(({ isAccount }) => isAccount === accounts)
      .map(({ id, object }) => ({ id, objects: [object] }));
  const nodes = objects.toSorted(bySeniority).map(({ node }) => node);
  const [first] = nodes;
  const edge = { a: first ?? '', b: '', kind: 'email', strength: 'strong' } as const;
  return {
    places: new Map(
      placed.map(({ object, isAccount, id }) => [
        object.node,
        isAccount ? { personId: null, accountId: id } : { personId: id, accountId: object.accountId ?? null },
      ]),
    ),
    persons: { components: componentsOf(false), merged: new Map(), split: new Map() },
    accounts: { components: componentsOf(true), merged: new Map(), split: new Map() },
    refusals: first === undefined ? [] : [refuse(edge, 'neighbourhood-too-large', nodes)],
  };
};
