import type { NewId } from '@sherpa/core';
import type { GraphObject } from './groups.ts';
import { bySeniority } from './seniority.ts';

/** Objects that are one customer at some level. */
export interface Component {
  readonly id: string;
  readonly objects: readonly GraphObject[];
}

/** What became of the customers that there were. */
export interface GivenIds {
  readonly components: readonly Component[];
  /** Customers found to be another one, and which. */
  readonly merged: ReadonlyMap<string, string>;
  /** Customers that came out of another one, and of which. */
  readonly split: ReadonlyMap<string, string>;
}

type IdOf = (object: GraphObject) => string | undefined;

/** Where the most senior of a customer's objects went, the customer went. */
const heirs = (groups: readonly (readonly GraphObject[])[], idOf: IdOf): Map<string, number> => {
  const all = groups.flatMap((objects, index) => objects.map((object) => ({ object, index })));
  const heir = new Map<string, number>();
  for (const { object, index } of all.toSorted((one, other) => bySeniority(one.object, other.object))) {
    const id = idOf(object);
    if (id !== undefined && !heir.has(id)) heir.set(id, index);
  }
  return heir;
};

/**
 * Gives each group the id of a customer that it was, the oldest where it was several, or a new one. The
 * groups do not depend on the order in which objects were seen; the ids may.
 */
export const giveIds = (groups: readonly (readonly GraphObject[])[], idOf: IdOf, newId: NewId): GivenIds => {
  const heir = heirs(groups, idOf);
  const won = Map.groupBy(heir.keys(), (id) => heir.get(id));
  const merged = new Map<string, string>();
  const split = new Map<string, string>();
  const components = groups.map((objects, index): Component => {
    const [kept, ...rest] = (won.get(index) ?? []).toSorted();
    const id = kept ?? newId();
    for (const other of rest) merged.set(other, id);
    const [from] = objects.flatMap((object) => idOf(object) ?? []).toSorted();
    if (kept === undefined && from !== undefined) split.set(id, from);
    return { id, objects };
  });
  return { components, merged, split };
};
