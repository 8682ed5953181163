import {
  plainType,
  primaryType,
  typeById,
  type AssociationType,
  type DirectedType,
} from './association-types.ts';
import { objectTypeNames, type ObjectTypeName } from './object-types.ts';

export interface AssociationEnd {
  readonly type: ObjectTypeName;
  readonly id: string;
}

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

type TypeIds = ReadonlySet<number>;

export const makeAssociations = (): Associations => {
  const links = new Map<string, Map<string, TypeIds>>();
  const keyOf = (from: AssociationEnd, to: ObjectTypeName) => `${from.type}:${from.id}>${to}`;
  const seen = (from: AssociationEnd, to: ObjectTypeName) => links.get(keyOf(from, to));
  const put = (from: AssociationEnd, to: AssociationEnd, typeIds: TypeIds) => {
    const key = keyOf(from, to.type);
    const ends = links.get(key) ?? new Map<string, TypeIds>();
    if (typeIds.size === 0) ends.delete(to.id);
    else ends.set(to.id, typeIds);
    if (ends.size === 0) links.delete(key);
    else links.set(key, ends);
  };
  const idsOf = (from: AssociationEnd, to: AssociationEnd): TypeIds =>
    seen(from, to.type)?.get(to.id) ?? new Set();
  const add = (from: AssociationEnd, to: AssociationEnd, type: DirectedType | undefined) => {
    if (type === undefined) return;
    put(from, to, new Set([...idsOf(from, to), type.typeId]));
    put(to, from, new Set([...idsOf(to, from), type.opposite.typeId]));
  };
  const remove = (from: AssociationEnd, to: AssociationEnd) => {
    put(from, to, new Set());
    put(to, from, new Set());
  };
  const unlabel = (from: AssociationEnd, to: AssociationEnd, type: DirectedType) => {
    const without = (ids: TypeIds, typeId: number): TypeIds =>
      type.label === null ? new Set() : new Set([...ids].filter((id) => id !== typeId));
    put(from, to, without(idsOf(from, to), type.typeId));
    put(to, from, without(idsOf(to, from), type.opposite.typeId));
  };
  const label = (from: AssociationEnd, to: AssociationEnd, type: DirectedType | undefined) => {
    add(from, to, plainType(from.type, to.type));
    add(from, to, type);
  };
  const makePrimary = (from: AssociationEnd, companyId: string) => {
    const primary = primaryType(from.type, 'companies');
    if (primary === undefined) return;
    for (const id of seen(from, 'companies')?.keys() ?? []) unlabel(from, { type: 'companies', id }, primary);
    label(from, { type: 'companies', id: companyId }, primary);
  };
  const linksOf = (from: AssociationEnd): readonly AssociationEnd[] =>
    objectTypeNames.flatMap((type) => [...(seen(from, type)?.keys() ?? [])].map((id) => ({ type, id })));
  const removeAll = (end: AssociationEnd) => {
    for (const other of linksOf(end)) remove(end, other);
  };
  return {
    associate: (from, to) => {
      const [child, company] = from.type === 'companies' ? [to, from] : [from, to];
      const isFirst = company.type === 'companies' && (seen(child, 'companies')?.size ?? 0) === 0;
      if (isFirst && primaryType(child.type, 'companies') !== undefined) makePrimary(child, company.id);
      else label(from, to, undefined);
    },
    label,
    makePrimary,
    unlabel,
    remove,
    removeAll,
    move: (from, to) => {
      for (const other of linksOf(from)) {
        if (other.type === to.type && other.id === to.id) continue;
        put(to, other, new Set([...idsOf(to, other), ...idsOf(from, other)]));
        put(other, to, new Set([...idsOf(other, to), ...idsOf(other, from)]));
      }
      removeAll(from);
    },
    of: (from, to) =>
      [...(seen(from, to) ?? [])].map(([toId, typeIds]) => ({
        toId,
        types: [...typeIds].flatMap((typeId) => typeById(from.type, to, typeId) ?? []),
      })),
    size: () => [...links.values()].reduce((total, ends) => total + ends.size, 0) / 2,
  };
};
