import type { PropertyType } from '../property.ts';
import type { SearchFilter } from './search-request.ts';

const isNumeric = (type: PropertyType): boolean => ['number', 'datetime', 'date'].includes(type);

/** Dates are stored as ISO and filtered as epoch milliseconds. */
const comparable = (type: PropertyType, value: string): number | string => {
  if (!isNumeric(type)) return value.toLowerCase();
  return type === 'number' || /^-?\d+$/u.test(value) ? Number(value) : Date.parse(value);
};

const compare = (type: PropertyType, left: string, right: string): number => {
  const [a, b] = [comparable(type, left), comparable(type, right)];
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

const hasToken = (value: string, wanted: string): boolean =>
  value
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .includes(wanted.toLowerCase().replaceAll('*', ''));

type Test = (value: string, filter: SearchFilter, type: PropertyType) => boolean;

const against =
  (isWanted: (order: number) => boolean): Test =>
  (value, filter, type) =>
    isWanted(compare(type, value, filter.value ?? ''));

/** Text is indexed in lower case and `IN` compares as written: a capital letter finds nothing. */
const isIn: Test = (value, filter, type) =>
  (filter.values ?? []).some((wanted) =>
    isNumeric(type) ? compare(type, value, wanted) === 0 : value.toLowerCase() === wanted,
  );

const TESTS: Readonly<Record<SearchFilter['operator'], Test>> = {
  EQ: against((order) => order === 0),
  NEQ: against((order) => order !== 0),
  LT: against((order) => order < 0),
  LTE: against((order) => order <= 0),
  GT: against((order) => order > 0),
  GTE: against((order) => order >= 0),
  BETWEEN: (value, filter, type) =>
    compare(type, value, filter.value ?? '') >= 0 && compare(type, value, filter.highValue ?? '') <= 0,
  IN: isIn,
  NOT_IN: (value, filter, type) => !isIn(value, filter, type),
  HAS_PROPERTY: () => true,
  NOT_HAS_PROPERTY: () => false,
  CONTAINS_TOKEN: (value, filter) => hasToken(value, filter.value ?? ''),
  NOT_CONTAINS_TOKEN: (value, filter) => !hasToken(value, filter.value ?? ''),
};

/**
 * True when a value passes a filter. A record without the value passes only filters that ask for that;
 * text in a number or a date is no value here.
 */
export const isMatch = (value: string | null, filter: SearchFilter, type: PropertyType): boolean => {
  const isNothing = value === null || value === '' || Number.isNaN(comparable(type, value));
  if (isNothing) return filter.operator.startsWith('NOT_') || filter.operator === 'NEQ';
  return TESTS[filter.operator](value, filter, type);
};

/** The order of two values in a search result; records without one come last either way. */
export const compareForSort = (
  type: PropertyType,
  left: string | null,
  right: string | null,
  isDescending: boolean,
): number => {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return compare(type, left, right) * (isDescending ? -1 : 1);
};
