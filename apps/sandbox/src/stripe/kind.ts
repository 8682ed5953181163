import type { Collection } from './collection.ts';
import { missing } from './errors.ts';

export interface Entry {
  readonly id: string;
  readonly created: number;
}

/** One kind of thing as it is read. */
export interface Kind<T extends Entry> {
  readonly collection: Collection<T>;
  readonly noun: string;
  /** `/v1/charges` */
  readonly path: string;
  /** What was deleted, where that leaves nothing to be found. */
  isGone?(item: T): boolean;
  toWire(item: T): object;
}

/** The thing a request names in its path, or Stripe's 404. */
export const named = <T extends Entry>(kind: Kind<T>, id: string): T => {
  const item = kind.collection.get(id);
  if (item === undefined || kind.isGone?.(item) === true) throw missing(kind.noun, id, 'id');
  return item;
};

/** The thing a parameter names, or Stripe's 400. */
export const referred = <T extends Entry>(kind: Kind<T>, id: string, param: string): T => {
  const item = kind.collection.get(id);
  if (item === undefined || kind.isGone?.(item) === true) throw missing(kind.noun, id, param, 400);
  return item;
};
