import type { StripeDiscount } from './discount.ts';
import { add, fractionOf, multiply, roundHalfEven, ZERO, type Fraction } from './fraction.ts';
import type { StripeSubscription, StripeSubscriptionItem } from './subscription.ts';

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

const amountOf = ({ unitAmountMinor, unitAmountDecimal }: StripeSubscriptionItem): Fraction | undefined => {
  if (unitAmountMinor !== null) return [BigInt(unitAmountMinor), 1n];
  return unitAmountDecimal === null ? undefined : fractionOf(unitAmountDecimal);
};

const unitsOf = ({ quantity, package: sold }: StripeSubscriptionItem): bigint => {
  if (quantity === null) return 0n;
  if (sold === null) return BigInt(quantity);
  return BigInt(sold.round === 'down' ? Math.floor(quantity / sold.size) : Math.ceil(quantity / sold.size));
};

/** How often a month an item is billed; nothing for what is paid once and for intervals invented later. */
const timesAMonth = ({ interval, intervalCount }: StripeSubscriptionItem): Fraction | undefined => {
  const perMonth = interval === null ? undefined : PER_MONTH[interval];
  return perMonth === undefined ? undefined : multiply(perMonth, [1n, BigInt(intervalCount)]);
};

/** How often an item counts; nothing for one that does not. */
type Times = (item: StripeSubscriptionItem) => Fraction | undefined;

const costOf =
  (timesOf: Times) =>
  (item: StripeSubscriptionItem): Fraction => {
    const [amount, times] = [amountOf(item), timesOf(item)];
    if (amount === undefined || times === undefined) return ZERO;
    return multiply(multiply(amount, [unitsOf(item), 1n]), times);
  };

const MILLIONTHS = 1_000_000;

const partKept = ({ percentOff }: StripeDiscount): Fraction => {
  const kept = MILLIONTHS - Math.round(((percentOff ?? 0) * MILLIONTHS) / 100);
  return [BigInt(kept), BigInt(MILLIONTHS)];
};

/** Of every bill the same amount; a subscription's bills come as often as its first item. */
const amountOff = (
  { amountOffMinor }: StripeDiscount,
  items: readonly StripeSubscriptionItem[],
  timesOf: Times,
): Fraction => {
  const times = items.map(timesOf).find((one) => one !== undefined);
  if (amountOffMinor === null || times === undefined) return ZERO;
  return multiply([BigInt(-amountOffMinor), 1n], times);
};

const isPositive = ([numerator]: Fraction): boolean => numerator > 0n;

/** A coupon for one bill is no matter of months. */
const discounted = (
  gross: Fraction,
  discounts: readonly StripeDiscount[],
  items: readonly StripeSubscriptionItem[],
  timesOf: Times,
): Fraction =>
  discounts
    .filter(({ duration }) => duration !== 'once')
    .reduce((rest, discount) => {
      const net = add(multiply(rest, partKept(discount)), amountOff(discount, items, timesOf));
      return isPositive(net) ? net : ZERO;
    }, gross);

const netOf = ({ items, discounts = [] }: Omit<RevenueParts, 'status'>, timesOf: Times): number => {
  const gross = items.map(costOf(timesOf)).reduce(add, ZERO);
  return Number(roundHalfEven(discounts.length === 0 ? gross : discounted(gross, discounts, items, timesOf)));
};

/** What revenue is made of; a subscription whose discounts are not told counts in full. */
export type RevenueParts = Pick<StripeSubscription, 'status' | 'items'> &
  Partial<Pick<StripeSubscription, 'discounts'>>;

/**
 * What a subscription brings in a month, in minor units of its currency, net of the discounts that last.
 * The items are added exactly and rounded once, half to even, so that many subscriptions do not drift
 * one way. Taxes are not looked at; usage, tiers and unknown intervals count nothing. One that ends
 * with its period counts until then.
 */
export const monthlyRevenueMinor = ({ status, ...parts }: RevenueParts): number =>
  EARNING.has(status) ? netOf(parts, timesAMonth) : 0;

/**
 * What a subscription's next period costs, each item once, in minor units of its currency, net of the discounts
 * that last. Taxes, usage and tiers count nothing.
 */
export const periodAmountMinor = (parts: Omit<RevenueParts, 'status'>): number =>
  netOf(parts, (item) => (timesAMonth(item) === undefined ? undefined : [1n, 1n]));
