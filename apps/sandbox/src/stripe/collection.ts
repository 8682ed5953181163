interface Entry {
  readonly id: string;
  readonly created: number;
}

/** Things of one kind in the order of their creation. */
export interface Collection<T extends Entry> {
  readonly items: readonly T[];
  add(item: T): T;
  get(id: string): T | undefined;
  /** Where it stands in `items`. */
  positionOf(id: string): number | undefined;
}

/** Starts from `seeded`, oldest first. */
export const makeCollection = <T extends Entry>(seeded: readonly T[]): Collection<T> => {
  const items: T[] = [];
  const positions = new Map<string, number>();
  const add = (item: T): T => {
    positions.set(item.id, items.push(item) - 1);
    return item;
  };
  for (const item of seeded.toSorted((left, right) => left.created - right.created)) add(item);
  const positionOf = (id: string) => positions.get(id);
  return {
    items,
    add,
    positionOf,
    get: (id) => {
      const position = positionOf(id);
      return position === undefined ? undefined : items[position];
    },
  };
};
