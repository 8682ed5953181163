import type { StripeSubscription, StripeSubscriptionItem } from './subscription.ts';

type Fraction = readonly [numerator: bigint, denominator: bigint];

/** How many of an interval make a month: a year has 12 months, 52 weeks, 365 days. */
const PER_MONTH: Readonly<Record<string, Fraction>> = {
  day: [365n, 12n],
  week: [52n, 12n],
  month: [1n, 1n],
  year: [1n, 12n],
};

/**
 * `active` pays; `past_due` is still owed and served; everything else brings nothing now: `trialing`
 * has not paid yet and may never, `unpaid`, `paused`, `incomplete` and the ended ones do not.
 */
const EARNING: ReadonlySet<string> = new Set(['active', 'past_due']);

const monthlyOf = ({
  unitAmountMinor,
  quantity,
  interval,
  intervalCount,
}: StripeSubscriptionItem): Fraction => {
  const perMonth = interval === null ? undefined : PER_MONTH[interval];
  if (unitAmountMinor === null || quantity === null || perMonth === undefined) return [0n, 1n];
  const [numerator, denominator] = perMonth;
  return [BigInt(unitAmountMinor) * BigInt(quantity) * numerator, denominator * BigInt(intervalCount)];
};

const add = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d];

const roundHalfEven = ([numerator, denominator]: Fraction): bigint => {
  const negative = numerator < 0n;
  const size = negative ? -numerator : numerator;
  const whole = size / denominator;
  const twiceRest = (size % denominator) * 2n;
  const isUp = twiceRest > denominator || (twiceRest === denominator && whole % 2n === 1n);
  const rounded = isUp ? whole + 1n : whole;
  return negative ? -rounded : rounded;
};

/**
 * What a subscription brings in a month, in minor units of its currency. The items are added exactly and
 * rounded once, half to even, so that many subscriptions do not drift one way. List prices: discounts,
 * taxes and package prices are not looked at; usage, tiers and unknown intervals count nothing. One that
 * ends with its period counts until then.
 */
export const monthlyRevenueMinor = ({
  status,
  items,
}: Pick<StripeSubscription, 'status' | 'items'>): number =>
  EARNING.has(status) ? Number(roundHalfEven(items.map(monthlyOf).reduce(add, [0n, 1n]))) : 0;
