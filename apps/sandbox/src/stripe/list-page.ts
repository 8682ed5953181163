import type { Collection } from './collection.ts';
import { invalid, missing } from './errors.ts';
import type { Range } from './params.ts';

export interface Cursor {
  readonly limit: number;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
}

interface Entry {
  readonly id: string;
  readonly created: number;
}

export interface ListDeps<T extends Entry> {
  readonly collection: Collection<T>;
  /** When what is wanted was created, where that was asked. */
  readonly created?: Range | undefined;
  /** Where it is enough to look, such as a customer's own. */
  readonly within?: readonly T[] | undefined;
  /** What the thing is called in an error. */
  readonly noun: string;
  readonly url: string;
  isListed(item: T): boolean;
  toWire(item: T): object;
}

const startOf = <T extends Entry>(
  deps: ListDeps<T>,
  id: string,
  param: string,
  isKnown: (item: T) => boolean,
): number => {
  const item = deps.collection.get(id);
  if (item === undefined || !isKnown(item)) throw missing(deps.noun, id, param, 400);
  if (deps.within === undefined) return deps.collection.positionOf(id) ?? 0;
  const position = deps.within.indexOf(item);
  // A cursor that is none of these still has a place among them.
  return position === -1 ? deps.within.findLastIndex(({ created }) => created < item.created) : position;
};

/** The first one that was created at that second or later; what is listed stands in that order. */
const firstFrom = (items: readonly Entry[], seconds: number): number => {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((items[middle]?.created ?? Infinity) < seconds) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Between which places there is anything of the seconds asked for. */
const placesOf = <T extends Entry>(items: readonly T[], { created, within }: ListDeps<T>) => {
  if (created === undefined || within !== undefined) return { first: 0, last: items.length - 1 };
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = created;
  return {
    first: firstFrom(items, Math.max(gt + 1, gte)),
    last: firstFrom(items, Math.min(lt, lte + 1)) - 1,
  };
};

const walk = <T extends Entry>(
  deps: ListDeps<T>,
  start: number,
  step: 1 | -1,
  limit: number,
): { found: T[]; hasMore: boolean } => {
  const items = deps.within ?? deps.collection.items;
  const { first, last } = placesOf(items, deps);
  const found: T[] = [];
  const from = step === 1 ? Math.max(start, first) : Math.min(start, last);
  for (let index = from; index >= first && index <= last; index += step) {
    const item = items[index];
    if (item === undefined || !deps.isListed(item)) continue;
    if (found.length === limit) return { found, hasMore: true };
    found.push(item);
  }
  return { found, hasMore: false };
};

/**
 * One page, newest first. `isKnown` says which ids may still be named as a cursor: what was deleted
 * or has expired may not, and breaks off a listing.
 */
export const listPage = <T extends Entry>(
  deps: ListDeps<T>,
  cursor: Cursor,
  isKnown: (item: T) => boolean = () => true,
): object => {
  if (cursor.starting_after !== undefined && cursor.ending_before !== undefined) {
    throw invalid('You may only specify one of these parameters: ending_before, starting_after.', undefined);
  }
  const isBackwards = cursor.ending_before !== undefined;
  const from = isBackwards
    ? startOf(deps, cursor.ending_before ?? '', 'ending_before', isKnown) + 1
    : (deps.within ?? deps.collection.items).length - 1;
  const start =
    cursor.starting_after === undefined
      ? from
      : startOf(deps, cursor.starting_after, 'starting_after', isKnown) - 1;
  const { found, hasMore } = walk(deps, start, isBackwards ? 1 : -1, cursor.limit);
  const page = isBackwards ? found.toReversed() : found;
  return { object: 'list', data: page.map(deps.toWire), has_more: hasMore, url: deps.url };
};
