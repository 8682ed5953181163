/** Who holds a value of a unique property. */
export interface UniqueIndex {
  holder(property: string, value: string): string | undefined;
  release(id: string, property: string, values: readonly string[]): void;
  claim(id: string, property: string, values: readonly string[]): void;
}

const keyOf = (value: string): string => value.toLowerCase();

export const makeUniqueIndex = (): UniqueIndex => {
  const byProperty = new Map<string, Map<string, string>>();
  const holdersOf = (property: string): Map<string, string> => {
    const holders = byProperty.get(property) ?? new Map<string, string>();
    byProperty.set(property, holders);
    return holders;
  };
  return {
    holder: (property, value) => byProperty.get(property)?.get(keyOf(value)),
    release: (id, property, values) => {
      const holders = holdersOf(property);
      for (const value of values) if (holders.get(keyOf(value)) === id) holders.delete(keyOf(value));
    },
    claim: (id, property, values) => {
      const holders = holdersOf(property);
      for (const value of values) holders.set(keyOf(value), id);
    },
  };
};
