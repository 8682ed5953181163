import { objectTypeNames, type ObjectTypeName } from './object-types.ts';

export interface AssociationEnd {
  readonly type: ObjectTypeName;
  readonly id: string;
}

export type TypeIds = ReadonlySet<number>;

/** Which records are linked, and by which types; one row for each direction. */
export interface LinkTable {
  /** The records of a type that a record is linked to, in the order in which they were. */
  linked(from: AssociationEnd, to: ObjectTypeName): ReadonlyMap<string, TypeIds>;
  idsOf(from: AssociationEnd, to: AssociationEnd): TypeIds;
  /** No types at all is no link. */
  put(from: AssociationEnd, to: AssociationEnd, typeIds: Iterable<number>): void;
  /** Everything that a record is linked to. */
  endsOf(from: AssociationEnd): readonly AssociationEnd[];
  size(): number;
}

const NONE: ReadonlyMap<string, TypeIds> = new Map();
const NO_TYPES: TypeIds = new Set();

const keyOf = (from: AssociationEnd, to: ObjectTypeName): string => `${from.type}:${from.id}>${to}`;

export const makeLinkTable = (): LinkTable => {
  const rows = new Map<string, Map<string, TypeIds>>();
  // Few combinations of types are shared by all links, so each is kept once.
  const combinations = new Map<string, TypeIds>();
  const combined = (typeIds: Iterable<number>): TypeIds => {
    const ids = new Set(typeIds);
    const key = [...ids].join(' ');
    const known = combinations.get(key) ?? ids;
    combinations.set(key, known);
    return known;
  };
  const linked = (from: AssociationEnd, to: ObjectTypeName) => rows.get(keyOf(from, to)) ?? NONE;
  return {
    linked,
    idsOf: (from, to) => linked(from, to.type).get(to.id) ?? NO_TYPES,
    put: (from, to, typeIds) => {
      const key = keyOf(from, to.type);
      const ends = rows.get(key) ?? new Map<string, TypeIds>();
      const ids = combined(typeIds);
      if (ids.size === 0) ends.delete(to.id);
      else ends.set(to.id, ids);
      if (ends.size === 0) rows.delete(key);
      else rows.set(key, ends);
    },
    endsOf: (from) =>
      objectTypeNames.flatMap((type) => [...linked(from, type).keys()].map((id) => ({ type, id }))),
    size: () => [...rows.values()].reduce((total, ends) => total + ends.size, 0) / 2,
  };
};
