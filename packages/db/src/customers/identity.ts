import type { NewId } from '@sherpa/core';

/** What is known of an object before it is placed: its keys, and the customer it belonged to. */
export interface Placeable {
  readonly keys: readonly string[];
  readonly customerId: string | undefined;
}

export interface Placement {
  /** The customer of each object, in order. */
  readonly customerIds: readonly string[];
  /** Customers found to be another one, and which. */
  readonly merged: ReadonlyMap<string, string>;
}

/**
 * Joins objects and customers that share a key. The oldest customer of a group survives, so that the
 * outcome does not depend on the order in which objects were seen.
 */
export const place = (
  objects: readonly Placeable[],
  customerOfKey: ReadonlyMap<string, string>,
  newId: NewId,
): Placement => {
  const parent = new Map<string, string>();
  const find = (node: string): string => {
    const up = parent.get(node);
    if (up === undefined) return node;
    const root = find(up);
    parent.set(node, root);
    return root;
  };
  const join = (one: string, other: string): void => {
    const [survivor, merged] = [find(one), find(other)].toSorted();
    if (survivor !== undefined && merged !== undefined && survivor !== merged) parent.set(merged, survivor);
  };
  const owners = new Map(customerOfKey);
  const placed = objects.map((object) => {
    const known = object.keys.map((key) => owners.get(key)).filter((id) => id !== undefined);
    const candidates = object.customerId === undefined ? known : [object.customerId, ...known];
    const home = candidates[0] ?? newId();
    for (const other of candidates) join(home, other);
    for (const key of object.keys) owners.set(key, home);
    return home;
  });
  const existing = new Set([
    ...customerOfKey.values(),
    ...objects.flatMap((object) => object.customerId ?? []),
  ]);
  const merged = [...existing].map((id) => [id, find(id)] as const).filter(([id, root]) => id !== root);
  return { customerIds: placed.map(find), merged: new Map(merged) };
};
