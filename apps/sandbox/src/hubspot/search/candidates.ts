import type { ObjectStore } from '../object-store.ts';
import type { CrmRecord } from '../record.ts';
import type { SearchFilter, SearchRequest } from './search-request.ts';

interface Bounds {
  readonly low: number;
  readonly high: number;
}

const EVERYTHING: Bounds = { low: -Infinity, high: Infinity };

/** What one filter leaves of the modified dates. Bounds that are open are taken as closed: filters look again. */
const boundsOfFilter = ({ operator, value, highValue }: SearchFilter): Bounds => {
  const at = Number(value);
  switch (operator) {
    case 'GT':
    case 'GTE':
      return { low: at, high: Infinity };
    case 'LT':
    case 'LTE':
      return { low: -Infinity, high: at };
    case 'EQ':
      return { low: at, high: at };
    case 'BETWEEN':
      return { low: at, high: Number(highValue) };
    case 'NEQ':
    case 'IN':
    case 'NOT_IN':
    case 'HAS_PROPERTY':
    case 'NOT_HAS_PROPERTY':
    case 'CONTAINS_TOKEN':
    case 'NOT_CONTAINS_TOKEN':
      return EVERYTHING;
  }
};

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
