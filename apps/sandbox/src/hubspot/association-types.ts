import type { ObjectTypeName } from './object-types.ts';

/** One way in which two records can be linked, seen in one direction. */
export interface AssociationType {
  readonly category: 'HUBSPOT_DEFINED' | 'USER_DEFINED';
  readonly typeId: number;
  /** Null for the plain link that every labelled one rests on. */
  readonly label: string | null;
}

interface Kind {
  readonly from: ObjectTypeName;
  readonly to: ObjectTypeName;
  readonly there: AssociationType;
  readonly back: AssociationType;
}

type Ids = readonly [ObjectTypeName, ObjectTypeName, number, number];

/** Type ids as the SDK's `AssociationTypes` has them, there and back. */
const PLAIN: readonly Ids[] = [
  ['contacts', 'companies', 279, 280],
  ['contacts', 'tasks', 203, 204],
  ['companies', 'tasks', 191, 192],
  ['contacts', 'contacts', 449, 449],
  ['companies', 'companies', 450, 450],
  ['contacts', 'notes', 201, 202],
  ['companies', 'notes', 189, 190],
  ['deals', 'contacts', 3, 4],
  ['deals', 'companies', 341, 342],
  ['deals', 'line_items', 19, 20],
  ['deals', 'tickets', 27, 28],
  ['deals', 'tasks', 215, 216],
  ['deals', 'notes', 213, 214],
  ['deals', 'deals', 451, 451],
  ['tickets', 'contacts', 16, 15],
  ['tickets', 'companies', 339, 340],
  ['tickets', 'tasks', 229, 230],
  ['tickets', 'notes', 227, 228],
  ['tickets', 'tickets', 452, 452],
];

const PRIMARY: readonly Ids[] = [
  ['contacts', 'companies', 1, 2],
  ['deals', 'companies', 5, 6],
  ['tickets', 'companies', 26, 25],
];

/** Labels that people of this portal made. */
const LABELLED: readonly (readonly [...Ids, string])[] = [
  ['contacts', 'companies', 101, 102, 'Billing contact'],
  ['deals', 'contacts', 103, 104, 'Decision maker'],
];

const kindOf = (
  [from, to, there, back]: Ids,
  category: AssociationType['category'],
  label: string | null,
): Kind => ({
  from,
  to,
  there: { category, typeId: there, label },
  back: { category, typeId: back, label },
});

const KINDS: readonly Kind[] = [
  ...PLAIN.map((ids) => kindOf(ids, 'HUBSPOT_DEFINED', null)),
  ...PRIMARY.map((ids) => kindOf(ids, 'HUBSPOT_DEFINED', 'Primary')),
  ...LABELLED.map(([from, to, there, back, label]) => kindOf([from, to, there, back], 'USER_DEFINED', label)),
];

export interface DirectedType extends AssociationType {
  /** The same link as the other end sees it. */
  readonly opposite: AssociationType;
}

const directed = (there: AssociationType, back: AssociationType): DirectedType => ({
  ...there,
  opposite: back,
});

const NO_TYPES: readonly DirectedType[] = [];

type Index = Partial<Record<ObjectTypeName, Partial<Record<ObjectTypeName, readonly DirectedType[]>>>>;

const indexByDirection = (): Index => {
  const index: Index = {};
  const add = (from: ObjectTypeName, to: ObjectTypeName, type: DirectedType): void => {
    index[from] = { ...index[from], [to]: [...(index[from]?.[to] ?? []), type] };
  };
  for (const { from, to, there, back } of KINDS) {
    add(from, to, directed(there, back));
    if (from !== to) add(to, from, directed(back, there));
  }
  return index;
};

const byDirection = indexByDirection();

/** All the ways from one type to another; none if HubSpot does not let them be linked. */
export const typesBetween = (from: ObjectTypeName, to: ObjectTypeName): readonly DirectedType[] =>
  byDirection[from]?.[to] ?? NO_TYPES;

export const plainType = (from: ObjectTypeName, to: ObjectTypeName): DirectedType | undefined =>
  typesBetween(from, to).find(({ label }) => label === null);

export const primaryType = (from: ObjectTypeName, to: ObjectTypeName): DirectedType | undefined =>
  typesBetween(from, to).find(({ label }) => label === 'Primary');

export const typeById = (
  from: ObjectTypeName,
  to: ObjectTypeName,
  typeId: number,
): DirectedType | undefined => typesBetween(from, to).find((type) => type.typeId === typeId);
