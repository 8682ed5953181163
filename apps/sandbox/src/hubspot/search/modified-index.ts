import type { CrmRecord } from '../record.ts';

/** The records of a type by when they were modified. */
export interface ModifiedIndex {
  /** A record has this modified date from now on. */
  note(record: CrmRecord, modifiedMs: number): void;
  /** The records that have, or had a moment ago, a date within these bounds; in order of their ids, each once. */
  between(lowMs: number, highMs: number): readonly CrmRecord[];
  /** How many `between` would look at. */
  countBetween(lowMs: number, highMs: number): number;
}

interface Entry {
  readonly ms: number;
  readonly record: CrmRecord;
}

/** Entries of dates that are no more are cleared away when they are as many as the others. */
const LEAST_TO_CLEAR = 1_000;

const isOf = ({ record, ms }: Entry): boolean =>
  record.version.modifiedMs === ms || record.earlier.some(({ modifiedMs }) => modifiedMs === ms);

/** The place of the first entry that is not before this date. */
const placeOf = (entries: readonly Entry[], ms: number): number => {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((entries[middle]?.ms ?? Infinity) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Sorted when first asked after something old came in; what changes now goes to the end. */
export const makeModifiedIndex = (countRecords: () => number): ModifiedIndex => {
  let entries: Entry[] = [];
  let isSorted = true;
  const tidy = (): void => {
    if (entries.length > 2 * countRecords() + LEAST_TO_CLEAR) entries = entries.filter(isOf);
    if (!isSorted) entries.sort((left, right) => left.ms - right.ms);
    isSorted = true;
  };
  const boundsOf = (lowMs: number, highMs: number): readonly [number, number] => {
    tidy();
    const first = placeOf(entries, lowMs);
    // A date is a whole millisecond.
    return [first, Math.max(placeOf(entries, Math.floor(highMs) + 1), first)];
  };
  return {
    note: (record, ms) => {
      if (ms < (entries.at(-1)?.ms ?? -Infinity)) isSorted = false;
      entries.push({ ms, record });
    },
    between: (lowMs, highMs) => {
      const found = entries.slice(...boundsOf(lowMs, highMs)).filter(isOf);
      const records = [...new Set(found.map(({ record }) => record))];
      return records.toSorted((left, right) => Number(left.id) - Number(right.id));
    },
    countBetween: (lowMs, highMs) => {
      const [first, end] = boundsOf(lowMs, highMs);
      return end - first;
    },
  };
};
