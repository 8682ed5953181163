import { makeNumberList } from '../number-list.ts';
import { objectTypeNames, type ObjectTypeName } from './object-types.ts';
import { makeSparseNumbers, type SparseNumbers } from './sparse-numbers.ts';

export interface AssociationEnd {
  readonly type: ObjectTypeName;
  readonly id: string;
}

/** A link as one of its ends sees it. */
export interface LinkRow {
  readonly toId: string;
  /** Which types it has, as a number of the link kinds. */
  readonly kind: number;
}

/** Which records are linked, and how; one row for each direction. */
export interface LinkTable {
  /** The links of a record to those of a type, in the order in which they were made. */
  linked(from: AssociationEnd, to: ObjectTypeName): readonly LinkRow[];
  hasLinks(from: AssociationEnd, to: ObjectTypeName): boolean;
  /** Zero where there is no link. */
  kindOf(from: AssociationEnd, to: AssociationEnd): number;
  /** Zero ends the link. */
  put(from: AssociationEnd, to: AssociationEnd, kind: number): void;
  /** Everything that a record is linked to. */
  endsOf(from: AssociationEnd): readonly AssociationEnd[];
  size(): number;
}

const NO_ID = -1;

/** Ids are whole numbers as text; what is not has no links. */
const numberOf = (id: string): number => (/^[1-9]\d{0,8}$/u.test(id) ? Number(id) : NO_ID);

type Heads = Partial<Record<ObjectTypeName, Partial<Record<ObjectTypeName, SparseNumbers>>>>;

/** The rows of one record are a chain through lists of numbers: millions of them are there at once. */
const makeRows = () => {
  const [toIds, kinds, nexts] = [
    makeNumberList((length) => new Uint32Array(length)),
    makeNumberList((length) => new Uint16Array(length)),
    makeNumberList((length) => new Uint32Array(length)),
  ];
  // The end of every chain.
  for (const list of [toIds, kinds, nexts]) list.push(0);
  let free = 0;
  const add = (toId: number, kind: number): number => {
    if (free === 0) {
      toIds.push(toId);
      kinds.push(kind);
      return nexts.push(0);
    }
    const row = free;
    free = nexts.at(row);
    toIds.put(row, toId);
    kinds.put(row, kind);
    nexts.put(row, 0);
    return row;
  };
  const drop = (row: number): void => {
    nexts.put(row, free);
    free = row;
  };
  return { toIds, kinds, nexts, add, drop };
};

export const makeLinkTable = (): LinkTable => {
  const { toIds, kinds, nexts, add, drop } = makeRows();
  const heads: Heads = {};
  let count = 0;
  const headOf = (from: AssociationEnd, to: ObjectTypeName): number => {
    const number = numberOf(from.id);
    return number === NO_ID ? 0 : (heads[from.type]?.[to]?.get(number) ?? 0);
  };
  const headsFor = (from: ObjectTypeName, to: ObjectTypeName): SparseNumbers => {
    const known = heads[from]?.[to];
    if (known !== undefined) return known;
    const numbers = makeSparseNumbers();
    heads[from] = { ...heads[from], [to]: numbers };
    return numbers;
  };
  const linked = (from: AssociationEnd, to: ObjectTypeName): LinkRow[] => {
    const rows: LinkRow[] = [];
    for (let row = headOf(from, to); row !== 0; row = nexts.at(row)) {
      rows.push({ toId: String(toIds.at(row)), kind: kinds.at(row) });
    }
    return rows;
  };
  /** The row to a record, and the one before it; the last one where there is none. */
  const find = (head: number, toId: number): { readonly row: number; readonly before: number } => {
    let before = 0;
    let row = head;
    while (row !== 0 && toIds.at(row) !== toId) [before, row] = [row, nexts.at(row)];
    return { row, before };
  };
  const takeOut = (from: AssociationEnd, to: ObjectTypeName, row: number, before: number): void => {
    if (before === 0) heads[from.type]?.[to]?.put(numberOf(from.id), nexts.at(row));
    else nexts.put(before, nexts.at(row));
    drop(row);
    count -= 1;
  };
  const append = (from: AssociationEnd, to: ObjectTypeName, last: number, row: number): void => {
    if (last === 0) headsFor(from.type, to).put(numberOf(from.id), row);
    else nexts.put(last, row);
    count += 1;
  };
  return {
    linked,
    hasLinks: (from, to) => headOf(from, to) !== 0,
    kindOf: (from, to) => kinds.at(find(headOf(from, to.type), numberOf(to.id)).row),
    put: (from, to, kind) => {
      const toId = numberOf(to.id);
      const { row, before } = find(headOf(from, to.type), toId);
      if (row === 0 && kind !== 0) append(from, to.type, before, add(toId, kind));
      else if (row !== 0 && kind === 0) takeOut(from, to.type, row, before);
      else if (row !== 0) kinds.put(row, kind);
    },
    endsOf: (from) =>
      objectTypeNames.flatMap((type) => linked(from, type).map(({ toId: id }) => ({ type, id }))),
    size: () => count / 2,
  };
};
