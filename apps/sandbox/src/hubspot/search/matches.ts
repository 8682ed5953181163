import type { PropertyType } from '../property.ts';
import type { SearchFilter } from './search-request.ts';

const isNumeric = (type: PropertyType): boolean => ['number', 'datetime', 'date'].includes(type);

type Comparable = number | string;

/** Dates are stored as ISO and filtered as epoch milliseconds. */
export const toComparable = (type: PropertyType, value: string): Comparable => {
  if (!isNumeric(type)) return value.toLowerCase();
  return type === 'number' || /^-?\d+$/u.test(value) ? Number(value) : Date.parse(value);
};

const compare = (left: Comparable, right: Comparable): number => {
  if (left === right) return 0;
  return left < right ? -1 : 1;
};

const hasToken = (value: string, wanted: string): boolean =>
  value
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .includes(wanted.toLowerCase().replaceAll('*', ''));

/** A value that is one, as text and as what it is compared by. */
interface Value {
  readonly text: string;
  readonly comparable: Comparable;
}

type Test = (value: Value) => boolean;

/** Prepares the test of one filter, so that what is wanted is read once and not for every row. */
type MakeTest = (filter: SearchFilter, type: PropertyType) => Test;

const against =
  (isWanted: (order: number) => boolean): MakeTest =>
  (filter, type) => {
    const wanted = toComparable(type, filter.value ?? '');
    return ({ comparable }) => isWanted(compare(comparable, wanted));
  };

const between: MakeTest = (filter, type) => {
  const [low, high] = [filter.value, filter.highValue].map((value) => toComparable(type, value ?? ''));
  return ({ comparable }) =>
    low !== undefined &&
    high !== undefined &&
    compare(comparable, low) >= 0 &&
    compare(comparable, high) <= 0;
};

/** Text is indexed in lower case and `IN` compares as written: a capital letter finds nothing. */
const isIn: MakeTest = (filter, type) => {
  const values = filter.values ?? [];
  const wanted = new Set(isNumeric(type) ? values.map((value) => toComparable(type, value)) : values);
  return ({ comparable }) => wanted.has(comparable);
};

const withToken: MakeTest = (filter) => (value) => hasToken(value.text, filter.value ?? '');

const not =
  (make: MakeTest): MakeTest =>
  (filter, type) => {
    const test = make(filter, type);
    return (value) => !test(value);
  };

const TESTS: Readonly<Record<SearchFilter['operator'], MakeTest>> = {
  EQ: against((order) => order === 0),
  NEQ: against((order) => order !== 0),
  LT: against((order) => order < 0),
  LTE: against((order) => order <= 0),
  GT: against((order) => order > 0),
  GTE: against((order) => order >= 0),
  BETWEEN: between,
  IN: isIn,
  NOT_IN: not(isIn),
  HAS_PROPERTY: () => () => true,
  NOT_HAS_PROPERTY: () => () => false,
  CONTAINS_TOKEN: withToken,
  NOT_CONTAINS_TOKEN: not(withToken),
};

/**
 * Makes the test whether a value passes a filter. A record without the value passes only filters that ask
 * for that; text in a number or a date is no value here.
 */
export const makeMatch = (filter: SearchFilter, type: PropertyType): ((value: string | null) => boolean) => {
  const test = TESTS[filter.operator](filter, type);
  const passesWithout = filter.operator.startsWith('NOT_') || filter.operator === 'NEQ';
  return (text) => {
    if (text === null || text === '') return passesWithout;
    const comparable = toComparable(type, text);
    return Number.isNaN(comparable) ? passesWithout : test({ text, comparable });
  };
};

/** The same for a moment that is at hand as a number; nothing for a filter that looks at the text. */
export const makeMomentMatch = (
  filter: SearchFilter,
  type: PropertyType,
): ((ms: number) => boolean) | undefined => {
  if (filter.operator.endsWith('TOKEN')) return undefined;
  const test = TESTS[filter.operator](filter, type);
  return (ms) => test({ text: '', comparable: ms });
};

/** The order of two values in a search result; records without one come last either way. */
export const compareForSort = (
  left: Comparable | null,
  right: Comparable | null,
  isDescending: boolean,
): number => {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return compare(left, right) * (isDescending ? -1 : 1);
};
