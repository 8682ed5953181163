import type { CrmRecord } from '../record.ts';
import { rowAt } from './make-view.ts';
import type { Row, RowTest } from './row-test.ts';
import type { SearchView } from './search-views.ts';

/** A view in the order of ids, and what has to be looked at again. */
export interface ByIds {
  readonly view: SearchView;
  readonly changed: ReadonlySet<CrmRecord>;
}

export interface PageAsked {
  /** Only ids above this one. */
  readonly afterId: number;
  /** From this row on. */
  readonly start: number;
  readonly end: number;
  readonly seenMs: number;
  readonly isWanted: RowTest;
}

/** One page of what a search is for, and how much there is in all. */
export interface FoundPage {
  readonly rows: readonly Row[];
  readonly total: number;
}

const numberOf = ({ id }: CrmRecord): number => Number(id);

/** The place of the first record whose id is above this one. */
const placeAfter = (rows: readonly CrmRecord[], id: number): number => {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const record = rows[middle];
    if (record !== undefined && numberOf(record) <= id) low = middle + 1;
    else high = middle;
  }
  return low;
};

const isIn = (rows: readonly CrmRecord[], record: CrmRecord): boolean =>
  rows[placeAfter(rows, numberOf(record)) - 1] === record;

/** What is still as the view has it, and in between what has changed. */
function* merged({ view: { rows }, changed }: ByIds, first: number, again: readonly Row[]): Generator<Row> {
  let next = 0;
  for (let place = first; place < rows.length; place += 1) {
    const record = rows[place];
    if (record === undefined || changed.has(record)) continue;
    for (
      let row = again[next];
      row !== undefined && numberOf(row.record) < numberOf(record);
      row = again[next]
    ) {
      yield row;
      next += 1;
    }
    yield { record, version: record.version };
  }
  yield* again.slice(next);
}

/** A page costs what is on it and what has changed, however large the view is. */
export const pageByIds = (found: ByIds, { afterId, start, end, seenMs, isWanted }: PageAsked): FoundPage => {
  const { changed } = found;
  const { rows } = found.view;
  const later = [...changed].filter((record) => numberOf(record) > afterId);
  const again = later
    .flatMap((record) => rowAt(record, seenMs) ?? [])
    .filter(isWanted)
    .toSorted((left, right) => numberOf(left.record) - numberOf(right.record));
  const first = placeAfter(rows, afterId);
  const overtaken = later.filter((record) => isIn(rows, record)).length;
  const page: Row[] = [];
  let place = 0;
  for (const row of merged(found, first, again)) {
    if (place === end) break;
    if (place >= start) page.push(row);
    place += 1;
  }
  return { rows: page, total: rows.length - first - overtaken + again.length };
};
