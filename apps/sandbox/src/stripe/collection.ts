interface Entry {
  readonly id: string;
  readonly created: number;
}

/** The things of a collection by something they share and never change. */
export interface Grouping<T> {
  of(key: string): readonly T[];
}

/** Things of one kind in the order of their creation. */
export interface Collection<T extends Entry> {
  readonly items: readonly T[];
  /** Takes its place by its time, mostly at the end. */
  add(item: T): T;
  get(id: string): T | undefined;
  /** Where it stands in `items`. */
  positionOf(id: string): number | undefined;
  /** Told of each thing that comes in from now on. */
  listen(hear: (item: T) => void): void;
  /** Built when first asked, so that worlds nobody asks pay nothing. */
  groupBy(keyOf: (item: T) => string | null): Grouping<T>;
  /** Forgets what was created before that second. */
  forgetBefore(seconds: number): void;
}

const groupsOf = <T extends Entry>(items: readonly T[], keyOf: (item: T) => string | null) => {
  const groups = new Map<string, T[]>();
  const put = (item: T): void => {
    const key = keyOf(item);
    if (key === null) return;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  };
  for (const item of items) put(item);
  return { groups, put };
};

/** Starts from `seeded`, oldest first. */
export const makeCollection = <T extends Entry>(seeded: readonly T[] = []): Collection<T> => {
  const items: T[] = seeded.toSorted((left, right) => left.created - right.created);
  const positions = new Map(items.map((item, index) => [item.id, index]));
  const listeners: ((item: T) => void)[] = [];
  let forgotten = 0;
  const placeFrom = (start: number): void => {
    for (let index = start; index < items.length; index += 1) {
      const item = items[index];
      if (item !== undefined) positions.set(item.id, index + forgotten);
    }
  };
  const positionOf = (id: string) => {
    const position = positions.get(id);
    return position === undefined ? undefined : position - forgotten;
  };
  return {
    items,
    listen: (hear) => {
      listeners.push(hear);
    },
    add: (item) => {
      let index = items.length;
      while (index > 0 && (items[index - 1]?.created ?? 0) > item.created) index -= 1;
      items.splice(index, 0, item);
      placeFrom(index);
      for (const listen of listeners) listen(item);
      return item;
    },
    positionOf,
    get: (id) => {
      const position = positionOf(id);
      return position === undefined ? undefined : items[position];
    },
    groupBy: (keyOf) => {
      let groups: ReadonlyMap<string, readonly T[]> | undefined;
      return {
        of: (key) => {
          if (groups === undefined) {
            const built = groupsOf(items, keyOf);
            listeners.push(built.put);
            ({ groups } = built);
          }
          return groups.get(key) ?? [];
        },
      };
    },
    forgetBefore: (seconds) => {
      const first = items.findIndex((item) => item.created >= seconds);
      const gone = items.splice(0, first === -1 ? items.length : first);
      for (const { id } of gone) positions.delete(id);
      forgotten += gone.length;
    },
  };
};
