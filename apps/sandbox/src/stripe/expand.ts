import type { StripeAccount } from './account.ts';
import { invalid } from './errors.ts';
import { includable } from './includable.ts';
import { discountsOf, resolveId } from './resolve.ts';

const MAX_DEPTH = 4;

const refuseExpand = (path: string) =>
  invalid(`This property cannot be expanded (${path}).`, undefined, 'expand');

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface Walk {
  readonly account: StripeAccount;
  /** As it was asked for, for the error. */
  readonly path: string;
}

const expandEntry = (walk: Walk, entry: unknown, rest: readonly string[]): unknown => {
  if (typeof entry !== 'string') return expandAt(walk, entry, rest);
  const found = resolveId(walk.account, entry);
  if (found === undefined) throw refuseExpand(walk.path);
  return expandAt(walk, found, rest);
};

/** Discounts are the one kind that cannot be looked up by id, so that they and their coupons come at once. */
const expandDiscounts = (walk: Walk, holder: Readonly<Record<string, unknown>>, rest: readonly string[]) => ({
  ...holder,
  discounts: discountsOf(walk.account, String(holder['id']), rest.join('.') === 'source.coupon'),
});

const expandAt = (walk: Walk, value: unknown, parts: readonly string[]): unknown => {
  const [head, ...rest] = parts;
  if (head === undefined || value === null) return value;
  if (Array.isArray(value)) return value.map((entry: unknown) => expandEntry(walk, entry, parts));
  if (!isObject(value)) throw refuseExpand(walk.path);
  if (head === 'discounts' && value['object'] === 'subscription') return expandDiscounts(walk, value, rest);
  const current = value[head] ?? includable(walk.account, value, head);
  if (current === undefined) throw refuseExpand(walk.path);
  if (Array.isArray(current)) {
    return { ...value, [head]: current.map((entry: unknown) => expandEntry(walk, entry, rest)) };
  }
  return { ...value, [head]: expandEntry(walk, current, rest) };
};

/** An answer with what its `expand` asked for in the place of ids, four levels deep at most. */
export const expanded = (account: StripeAccount, wire: object, paths: readonly string[]): unknown =>
  paths.reduce<unknown>((value, path) => {
    const parts = path.split('.');
    if (parts.length > MAX_DEPTH) {
      throw invalid(`You cannot expand more than ${MAX_DEPTH} levels of a property.`, undefined, 'expand');
    }
    return expandAt({ account, path }, value, parts);
  }, wire);
