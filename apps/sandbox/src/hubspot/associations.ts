import {
  plainType,
  primaryType,
  typeById,
  type AssociationType,
  type DirectedType,
} from './association-types.ts';
import { makeLinkKinds } from './link-kinds.ts';
import { makeLinkTable, type AssociationEnd } from './link-table.ts';
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

export const makeAssociations = (): Associations => {
  const table = makeLinkTable();
  const kinds = makeLinkKinds();
  const { linked, kindOf, put, endsOf } = table;
  const remove = (from: AssociationEnd, to: AssociationEnd) => {
    put(from, to, 0);
    put(to, from, 0);
  };
  const unlabel = (from: AssociationEnd, to: AssociationEnd, type: DirectedType) => {
    const isPlain = type.label === null;
    put(from, to, isPlain ? 0 : kinds.without(kindOf(from, to), type.typeId));
    put(to, from, isPlain ? 0 : kinds.without(kindOf(to, from), type.opposite.typeId));
  };
  const label = (from: AssociationEnd, to: AssociationEnd, wanted?: DirectedType) => {
    let [there, back] = [kindOf(from, to), kindOf(to, from)];
    for (const type of [plainType(from.type, to.type), wanted]) {
      if (type === undefined) continue;
      there = kinds.with(there, type.typeId);
      back = kinds.with(back, type.opposite.typeId);
    }
    put(from, to, there);
    put(to, from, back);
  };
  const makePrimary = (from: AssociationEnd, companyId: string) => {
    const primary = primaryType(from.type, 'companies');
    if (primary === undefined) return;
    for (const { toId: id } of linked(from, 'companies')) unlabel(from, { type: 'companies', id }, primary);
    label(from, { type: 'companies', id: companyId }, primary);
  };
  const removeAll = (end: AssociationEnd) => {
    for (const other of endsOf(end)) remove(end, other);
  };
  return {
    associate: (from, to) => {
      const [child, company] = from.type === 'companies' ? [to, from] : [from, to];
      const isFirst = company.type === 'companies' && !table.hasLinks(child, 'companies');
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
        put(to, other, kinds.joined(kindOf(to, other), kindOf(from, other)));
        put(other, to, kinds.joined(kindOf(other, to), kindOf(other, from)));
      }
      removeAll(from);
    },
    of: (from, to) =>
      linked(from, to).map(({ toId, kind }) => ({
        toId,
        types: [...kinds.idsOf(kind)].flatMap((typeId) => typeById(from.type, to, typeId) ?? []),
      })),
    size: table.size,
  };
};
