import { makeNumberList, type NumberList } from '../../number-list.ts';
import type { CrmRecord } from '../record.ts';

/** The records of a type by when they were modified. */
export interface ModifiedIndex {
  /** The record at this place has this modified date from now on. */
  note(place: number, modifiedMs: number): void;
  /** The records that have, or had a moment ago, a date within these bounds; in order of their ids, each once. */
  between(lowMs: number, highMs: number): readonly CrmRecord[];
  /** How many `between` would look at. */
  countBetween(lowMs: number, highMs: number): number;
}

/** Entries of dates that are no more are cleared away when they are as many as the others. */
const LEAST_TO_CLEAR = 1_000;

const hasDate = (record: CrmRecord, ms: number): boolean =>
  record.version.modifiedMs === ms || record.earlier.some(({ modifiedMs }) => modifiedMs === ms);

/** The first entry that is not before this date. */
const firstFrom = (dates: NumberList, ms: number): number => {
  let [low, high] = [0, dates.size()];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (dates.at(middle) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** So many entries can be told apart; what is left of 64 bits holds a date until the year 2039. */
const MOST_ENTRIES = 2 ** 23;
const LOW_DATES = 2 ** 9;

/** Puts entries in the order of their dates, and those of one date in the order they came. */
const sort = (dates: NumberList, places: NumberList): void => {
  const size = dates.size();
  if (size > MOST_ENTRIES) throw new RangeError('There are too many dates to sort.');
  // A date and where it stood, as one number of 64 bits: those are sorted many times as fast as pairs.
  const keys = new BigUint64Array(size);
  const halves = new Uint32Array(keys.buffer);
  for (let entry = 0; entry < size; entry += 1) {
    const date = dates.at(entry);
    halves[2 * entry] = (date % LOW_DATES) * MOST_ENTRIES + entry;
    halves[2 * entry + 1] = Math.floor(date / LOW_DATES);
  }
  const sorted = new Uint32Array(keys.toSorted().buffer);
  const placeOf = Uint32Array.from({ length: size }, (_none, entry) => places.at(entry));
  for (let entry = 0; entry < size; entry += 1) {
    const low = sorted[2 * entry] ?? 0;
    const date = (sorted[2 * entry + 1] ?? 0) * LOW_DATES + Math.floor(low / MOST_ENTRIES);
    dates.put(entry, date);
    places.put(entry, placeOf[low % MOST_ENTRIES] ?? 0);
  }
};

/** Sorted when first asked after something old came in; what changes now goes to the end. */
export const makeModifiedIndex = (records: readonly CrmRecord[]): ModifiedIndex => {
  const dates = makeNumberList((length) => new Float64Array(length));
  const places = makeNumberList((length) => new Uint32Array(length));
  let isSorted = true;
  const isOf = (entry: number): boolean => {
    const record = records[places.at(entry)];
    return record !== undefined && hasDate(record, dates.at(entry));
  };
  const clear = (): void => {
    let kept = 0;
    for (let entry = 0; entry < dates.size(); entry += 1) {
      if (!isOf(entry)) continue;
      dates.put(kept, dates.at(entry));
      places.put(kept, places.at(entry));
      kept += 1;
    }
    dates.cut(kept);
    places.cut(kept);
  };
  const tidy = (): void => {
    if (dates.size() > 2 * records.length + LEAST_TO_CLEAR) clear();
    if (!isSorted) sort(dates, places);
    isSorted = true;
  };
  const boundsOf = (lowMs: number, highMs: number): readonly [number, number] => {
    tidy();
    const first = firstFrom(dates, lowMs);
    // A date is a whole millisecond.
    return [first, Math.max(firstFrom(dates, Math.floor(highMs) + 1), first)];
  };
  return {
    note: (place, ms) => {
      if (dates.size() > 0 && ms < dates.at(dates.size() - 1)) isSorted = false;
      dates.push(ms);
      places.push(place);
    },
    between: (lowMs, highMs) => {
      const [first, end] = boundsOf(lowMs, highMs);
      const found = new Set<number>();
      for (let entry = first; entry < end; entry += 1) if (isOf(entry)) found.add(places.at(entry));
      return Array.from(Uint32Array.from(found).toSorted(), (place) => records[place]).filter(
        (record) => record !== undefined,
      );
    },
    countBetween: (lowMs, highMs) => {
      const [first, end] = boundsOf(lowMs, highMs);
      return end - first;
    },
  };
};
