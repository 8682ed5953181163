import type { ObjectStore } from '../object-store.ts';
import type { CrmRecord } from '../record.ts';
import type { SearchFilter, SearchRequest } from './search-request.ts';

interface Bounds {
  readonly low: number;
  readonly high: number;
}

const EVERYTHING: Bounds = { low: -Infinity, high: Infinity };

type Narrow = (at: number, high: number) => Bounds;

const below: Narrow = (at) => ({ low: -Infinity, high: at });
const above: Narrow = (at) => ({ low: at, high: Infinity });

/** Operators that say something of a date. Bounds that are open are taken as closed: filters look again. */
const NARROWING: Partial<Record<SearchFilter['operator'], Narrow>> = {
  GT: above,
  GTE: above,
  LT: below,
  LTE: below,
  EQ: (at) => ({ low: at, high: at }),
  BETWEEN: (low, high) => ({ low, high }),
};

/** What one filter leaves of the modified dates. */
const boundsOfFilter = ({ operator, value, highValue }: SearchFilter): Bounds =>
  NARROWING[operator]?.(Number(value), Number(highValue)) ?? EVERYTHING;

const boundsOfGroup = (filters: readonly SearchFilter[], property: string): Bounds =>
  filters
    .filter(({ propertyName }) => propertyName === property)
    .map(boundsOfFilter)
    .reduce(
      (all, one) => ({ low: Math.max(all.low, one.low), high: Math.min(all.high, one.high) }),
      EVERYTHING,
    );

/** The modified dates that any of the groups may let through. */
const boundsOf = ({ filterGroups }: SearchRequest, property: string): Bounds => {
  if (filterGroups.length === 0) return EVERYTHING;
  const groups = filterGroups.map(({ filters }) => boundsOfGroup(filters, property));
  return {
    low: Math.min(...groups.map(({ low }) => low)),
    high: Math.max(...groups.map(({ high }) => high)),
  };
};

/** Beyond that share of a store going through all of it is less work. */
const WORTH_SHARE = 0.25;

/** The records a search has to look at, in order of their ids: those of the dates it asks for, or all. */
export const candidatesOf = (store: ObjectStore, request: SearchRequest): readonly CrmRecord[] => {
  const { low, high } = boundsOf(request, store.type.modifiedProperty);
  if (low === -Infinity && high === Infinity) return store.records;
  const count = store.modified.countBetween(low, high);
  return count > store.records.length * WORTH_SHARE ? store.records : store.modified.between(low, high);
};
