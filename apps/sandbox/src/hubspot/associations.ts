import {
  plainType,
  primaryType,
  typeById,
  type AssociationType,
  type DirectedType,
} from './association-types.ts';
import { makeLinkTable, type AssociationEnd, type TypeIds } from './link-table.ts';
import type { ObjectTypeName } from './object-types.ts';

export type { AssociationEnd } from './link-table.ts';

export interface Link {
  readonly toId: string;
  readonly types: readonly AssociationType[];
}

/** The links between records, each seen from both ends with the type ids of its direction. */
export interface Associations {
  /** Links plainly. The first company of a contact, deal or ticket becomes its primary one. */
  associate(from: AssociationEnd, to: AssociationEnd): void;
  /** Links with a type of its own, and plainly besides. */
  label(from: AssociationEnd, to: AssociationEnd, type: DirectedType): void;
  /** Links with a company and takes the place of primary from any other. */
  makePrimary(from: AssociationEnd, companyId: string): void;
  /** Takes a type off a link; without the plain one no other stays. */
  unlabel(from: AssociationEnd, to: AssociationEnd, type: DirectedType): void;
  remove(from: AssociationEnd, to: AssociationEnd): void;
  /** Hands all links of one record to another, which leaves the first without any. */
  move(from: AssociationEnd, to: AssociationEnd): void;
  removeAll(end: AssociationEnd): void;
  of(from: AssociationEnd, to: ObjectTypeName): readonly Link[];
  size(): number;
}

const without = (ids: TypeIds, typeId: number): readonly number[] => [...ids].filter((id) => id !== typeId);

export const makeAssociations = (): Associations => {
  const table = makeLinkTable();
  const { linked, idsOf, put, endsOf } = table;
  const remove = (from: AssociationEnd, to: AssociationEnd) => {
    put(from, to, []);
    put(to, from, []);
  };
  const unlabel = (from: AssociationEnd, to: AssociationEnd, type: DirectedType) => {
    const isPlain = type.label === null;
    put(from, to, isPlain ? [] : without(idsOf(from, to), type.typeId));
    put(to, from, isPlain ? [] : without(idsOf(to, from), type.opposite.typeId));
  };
  const label = (from: AssociationEnd, to: AssociationEnd, wanted?: DirectedType) => {
    for (const type of [plainType(from.type, to.type), wanted]) {
      if (type === undefined) continue;
      put(from, to, [...idsOf(from, to), type.typeId]);
      put(to, from, [...idsOf(to, from), type.opposite.typeId]);
    }
  };
  const makePrimary = (from: AssociationEnd, companyId: string) => {
    const primary = primaryType(from.type, 'companies');
    if (primary === undefined) return;
    for (const id of linked(from, 'companies').keys()) unlabel(from, { type: 'companies', id }, primary);
    label(from, { type: 'companies', id: companyId }, primary);
  };
  const removeAll = (end: AssociationEnd) => {
    for (const other of endsOf(end)) remove(end, other);
  };
  return {
    associate: (from, to) => {
      const [child, company] = from.type === 'companies' ? [to, from] : [from, to];
      const isFirst = company.type === 'companies' && linked(child, 'companies').size === 0;
      if (isFirst && primaryType(child.type, 'companies') !== undefined) makePrimary(child, company.id);
      else label(from, to);
    },
    label,
    makePrimary,
    unlabel,
    remove,
    removeAll,
    move: (from, to) => {
      for (const other of endsOf(from)) {
        if (other.type === to.type && other.id === to.id) continue;
        put(to, other, [...idsOf(to, other), ...idsOf(from, other)]);
        put(other, to, [...idsOf(other, to), ...idsOf(other, from)]);
      }
      removeAll(from);
    },
    of: (from, to) =>
      [...linked(from, to)].map(([toId, typeIds]) => ({
        toId,
        types: [...typeIds].flatMap((typeId) => typeById(from.type, to, typeId) ?? []),
      })),
    size: table.size,
  };
};
