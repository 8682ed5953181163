/** Who holds a value of a unique property. */
export interface UniqueIndex {
  holder(property: string, value: string): string | undefined;
  /** Moves the claims of a record from its old values to its new ones. */
  move(id: string, property: string, from: string | undefined, to: string | undefined): void;
}

const keyOf = (value: string): string => value.toLowerCase();

export const makeUniqueIndex = (): UniqueIndex => {
  const byProperty = new Map<string, Map<string, string>>();
  return {
    holder: (property, value) => byProperty.get(property)?.get(keyOf(value)),
    move: (id, property, from, to) => {
      const holders = byProperty.get(property) ?? new Map<string, string>();
      byProperty.set(property, holders);
      if (from !== undefined && holders.get(keyOf(from)) === id) holders.delete(keyOf(from));
      if (to !== undefined) holders.set(keyOf(to), id);
    },
  };
};
