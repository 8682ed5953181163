/** Which objects belong together, by a name for each group. */
export type Grouping = ReadonlyMap<string, string | number>;

export interface MatchQuality {
  /** Of the pairs that were put together, the share that belongs together. */
  readonly precision: number;
  /** Of the pairs that belong together, the share that was put together. */
  readonly recall: number;
  readonly truePairs: number;
}

const pairs = (count: number): number => (count * (count - 1)) / 2;

const sizes = (names: Iterable<string | number>): number[] => {
  const counts = new Map<string | number, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts.values()];
};

const allPairs = (names: Iterable<string | number>): number =>
  sizes(names).reduce((sum, size) => sum + pairs(size), 0);

/** Compares two groupings of the same objects by the pairs that they make. */
export const matchQuality = (found: Grouping, truth: Grouping): MatchQuality => {
  const both = [...truth].map(([object, group]) => `${group} ${found.get(object) ?? object}`);
  const [correct, put, wanted] = [
    allPairs(both),
    allPairs([...truth.keys()].map((object) => found.get(object) ?? object)),
    allPairs(truth.values()),
  ];
  return {
    precision: put === 0 ? 1 : correct / put,
    recall: wanted === 0 ? 1 : correct / wanted,
    truePairs: wanted,
  };
};
