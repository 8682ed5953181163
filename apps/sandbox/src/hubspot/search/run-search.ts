import { invalid } from '../errors.ts';
import type { ObjectStore } from '../object-store.ts';
import type { PropertyDefinition } from '../property.ts';
import { indexedVersion, valueOf, type CrmRecord, type Version } from '../record.ts';
import { toWireObject } from '../wire-object.ts';
import { candidatesOf } from './candidates.ts';
import { compareForSort, makeMatch, toComparable } from './matches.ts';
import type { SearchFilter, SearchRequest } from './search-request.ts';

const MAX_ROWS = 10_000;
const SEARCHED_BY_QUERY = [
  'email',
  'firstname',
  'lastname',
  'phone',
  'name',
  'domain',
  'dealname',
  'subject',
  'hs_task_subject',
];

interface Row {
  readonly record: CrmRecord;
  readonly version: Version;
}

const definitionOf = (store: ObjectStore, name: string): PropertyDefinition => {
  const definition = store.properties.get(name);
  if (definition !== undefined) return definition;
  throw invalid(`There was a problem with the request. Property "${name}" does not exist.`);
};

/** Moments are epoch milliseconds here; a date as text is refused before it compares as nonsense. */
const checkValue = (filter: SearchFilter, definition: PropertyDefinition): void => {
  const needsValue = !['IN', 'NOT_IN', 'HAS_PROPERTY', 'NOT_HAS_PROPERTY'].includes(filter.operator);
  const isHalf = filter.operator === 'BETWEEN' && filter.highValue === undefined;
  if ((needsValue && filter.value === undefined) || isHalf) {
    throw invalid(`A value is required for operator ${filter.operator}.`);
  }
  if (['IN', 'NOT_IN'].includes(filter.operator) && filter.values === undefined) {
    throw invalid(`values is required for operator ${filter.operator}.`);
  }
  if (definition.type === 'datetime' && filter.value !== undefined && !/^\d+$/u.test(filter.value)) {
    throw invalid(`Invalid value for ${definition.name}: a timestamp in milliseconds is expected.`);
  }
};

type RowTest = (row: Row) => boolean;

const makeFilterTest = (store: ObjectStore, filter: SearchFilter): RowTest => {
  const definition = definitionOf(store, filter.propertyName);
  checkValue(filter, definition);
  const isMatch = makeMatch(filter, definition.type);
  return ({ record, version }) => isMatch(valueOf(store.type, record, version, filter.propertyName));
};

const makeRowTest = (store: ObjectStore, request: SearchRequest): RowTest => {
  const groups = request.filterGroups.map((group) =>
    group.filters.map((filter) => makeFilterTest(store, filter)),
  );
  const query = request.query?.trim().toLowerCase() ?? '';
  const isQueried = ({ version }: Row) =>
    SEARCHED_BY_QUERY.some((name) => version.values.get(name)?.toLowerCase().includes(query) === true);
  return (row) =>
    (query === '' || isQueried(row)) &&
    (groups.length === 0 || groups.some((tests) => tests.every((test) => test(row))));
};

const sortRows = (store: ObjectStore, rows: Row[], request: SearchRequest): Row[] => {
  const [sort] = request.sorts;
  if (sort === undefined) return rows;
  const { type } = definitionOf(store, sort.propertyName);
  // The store keeps them in this order.
  if (sort.propertyName === 'hs_object_id' && !sort.isDescending) return rows;
  const keyOf = ({ record, version }: Row) => {
    const value = valueOf(store.type, record, version, sort.propertyName);
    return value === null ? null : toComparable(type, value);
  };
  return rows
    .map((row) => ({ row, key: keyOf(row) }))
    .toSorted((left, right) => compareForSort(left.key, right.key, sort.isDescending))
    .map(({ row }) => row);
};

/** One page of a search over what the index knows: never an archived row, never past row 10,000. */
export const runSearch = (
  store: ObjectStore,
  request: SearchRequest,
  time: { readonly nowMs: number; readonly lagMs: number },
): object => {
  const end = request.after + request.limit;
  if (end > MAX_ROWS) {
    throw invalid('There was a problem with the request. A search can return at most 10,000 results.');
  }
  const isWanted = makeRowTest(store, request);
  const rows = candidatesOf(store, request).flatMap((record): Row[] => {
    const version = indexedVersion(record, time.nowMs, time.lagMs);
    return version === undefined || version.archivedAtMs !== null ? [] : [{ record, version }];
  });
  const found = sortRows(store, rows.filter(isWanted), request);
  const asked = { names: request.properties, isKnown: (name: string) => store.properties.has(name) };
  return {
    total: found.length,
    results: found
      .slice(request.after, end)
      .map(({ record, version }) => toWireObject(store.type, record, asked, version)),
    ...(end < found.length ? { paging: { next: { after: String(end) } } } : {}),
  };
};
