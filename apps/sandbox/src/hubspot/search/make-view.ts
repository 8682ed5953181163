import type { ObjectStore } from '../object-store.ts';
import { indexedVersion, valueOf, type CrmRecord } from '../record.ts';
import { candidatesOf } from './candidates.ts';
import { compareForSort, toComparable } from './matches.ts';
import { definitionOf, type Row, type RowTest } from './row-test.ts';
import type { SearchPlan } from './search-plan.ts';
import type { SearchView } from './search-views.ts';

/** A record as an index knows it that is aware of changes until then; nothing for what it does not show. */
export const rowAt = (record: CrmRecord, seenMs: number): Row | undefined => {
  const version = indexedVersion(record, seenMs, 0);
  return version === undefined || version.archivedAtMs !== null ? undefined : { record, version };
};

const inOrder = (store: ObjectStore, rows: readonly Row[], { kept, isByIds }: SearchPlan): readonly Row[] => {
  const [sort] = kept.sorts;
  if (sort === undefined) return rows;
  const { type } = definitionOf(store, sort.propertyName);
  // The store keeps them in this order.
  if (isByIds) return rows;
  const keyOf = ({ record, version }: Row) => {
    const value = valueOf(store.type, record, version, sort.propertyName);
    return value === null ? null : toComparable(type, value);
  };
  return rows
    .map((row) => ({ row, key: keyOf(row) }))
    .toSorted((left, right) => compareForSort(left.key, right.key, sort.isDescending))
    .map(({ row }) => row);
};

/** Goes through all that a search may be for. */
export const makeView = (
  store: ObjectStore,
  plan: SearchPlan,
  isWanted: RowTest,
  seenMs: number,
): SearchView & { readonly found: readonly Row[] } => {
  const candidates = candidatesOf(store, plan.kept);
  const found: Row[] = [];
  const unsettled: CrmRecord[] = [];
  for (const record of candidates) {
    if (record.version.sinceMs > seenMs) unsettled.push(record);
    const row = rowAt(record, seenMs);
    if (row !== undefined && isWanted(row)) found.push(row);
  }
  const ordered = inOrder(store, found, plan);
  return { rows: ordered.map(({ record }) => record), found: ordered, unsettled, seenMs };
};
