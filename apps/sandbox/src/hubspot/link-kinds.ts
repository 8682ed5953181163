export type TypeIds = ReadonlySet<number>;

/** The combinations of types that links have, each kept once and known by a number; zero is none at all. */
export interface LinkKinds {
  idsOf(kind: number): TypeIds;
  /** The same with one type more, which comes last. */
  with(kind: number, typeId: number): number;
  without(kind: number, typeId: number): number;
  /** What either has. */
  joined(first: number, second: number): number;
}

export const makeLinkKinds = (): LinkKinds => {
  const kinds: TypeIds[] = [new Set()];
  const numbers = new Map<string, number>([['', 0]]);
  // Few types on few combinations, asked for with every link.
  const extended = new Map<number, number>();
  const idsOf = (kind: number): TypeIds => kinds[kind] ?? new Set();
  const numberOf = (ids: TypeIds): number => {
    const key = [...ids].join(' ');
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, kinds.length);
    return kinds.push(ids) - 1;
  };
  const withType = (kind: number, typeId: number): number => {
    const key = kind * 100_000 + typeId;
    const known = extended.get(key) ?? numberOf(new Set([...idsOf(kind), typeId]));
    extended.set(key, known);
    return known;
  };
  return {
    idsOf,
    with: withType,
    without: (kind, typeId) => numberOf(new Set([...idsOf(kind)].filter((id) => id !== typeId))),
    joined: (first, second) => [...idsOf(second)].reduce(withType, first),
  };
};
