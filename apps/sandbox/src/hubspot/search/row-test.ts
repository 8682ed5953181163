import { invalid } from '../errors.ts';
import type { ObjectStore } from '../object-store.ts';
import type { PropertyDefinition } from '../property.ts';
import { valueOf, type CrmRecord, type Version } from '../record.ts';
import { makeMatch, makeMomentMatch } from './matches.ts';
import type { SearchFilter, SearchRequest } from './search-request.ts';

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

/** A record as the index knows it. */
export interface Row {
  readonly record: CrmRecord;
  readonly version: Version;
}

type Searched = Pick<ObjectStore, 'type' | 'properties'>;

/** The definition of a property that a search names, or HubSpot's 400. */
export const definitionOf = (store: Searched, name: string): PropertyDefinition => {
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

/** Whether a search is for a row. */
export type RowTest = (row: Row) => boolean;

const makeFilterTest = (store: Searched, filter: SearchFilter): RowTest => {
  const definition = definitionOf(store, filter.propertyName);
  checkValue(filter, definition);
  // Writing a date out and reading it again for every record is most of the work of a large search.
  const isMoment =
    filter.propertyName === store.type.modifiedProperty
      ? makeMomentMatch(filter, definition.type)
      : undefined;
  if (isMoment !== undefined) return ({ version }) => isMoment(version.modifiedMs);
  const isMatch = makeMatch(filter, definition.type);
  return ({ record, version }) => isMatch(valueOf(store.type, record, version, filter.propertyName));
};

/** The test of a whole request, or HubSpot's 400 for one that makes no sense. */
export const makeRowTest = (store: Searched, request: SearchRequest): RowTest => {
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
