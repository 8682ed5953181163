import type { StripeDiscount, StripeSubscription } from '../records/billing.ts';
import type { StripePrice } from '../records/catalog.ts';

/** Twelfths of a month: a year has 12 months, 52 weeks, 365 days. */
const TWELFTHS = { day: 365, week: 52, month: 12, year: 1 } as const;

const TWELVE = 12;

const perMonth = (amount: number, { interval, intervalCount }: StripePrice): number =>
  interval === null ? 0 : (amount * TWELFTHS[interval]) / intervalCount;

const isAtWork = (discount: StripeDiscount, at: number): boolean =>
  discount.duration !== 'once' && (discount.end === null || discount.end > at);

const discounted = (twelfths: number, { items, discount }: StripeSubscription, at: number): number => {
  const price = items[0]?.price;
  if (discount === null || price === undefined || !isAtWork(discount, at)) return twelfths;
  const percentOff = (twelfths * (discount.percentOff ?? 0)) / 100;
  return Math.max(twelfths - percentOff - perMonth(discount.amountOff ?? 0, price), 0);
};

const roundHalfEven = (value: number): number => {
  const whole = Math.floor(value);
  const rest = value - whole;
  if (rest !== 0.5) return Math.round(value);
  return whole % 2 === 0 ? whole : whole + 1;
};

/** What a subscription brings in a month in that second, in its currency's smallest unit, net of lasting discounts. */
export const monthlyMinorOf = (subscription: StripeSubscription, at: number): number => {
  const { status, items } = subscription;
  if (status !== 'active' && status !== 'past_due') return 0;
  const gross = items.reduce(
    (sum, { price, quantity }) => sum + perMonth(price.unitAmount * quantity, price),
    0,
  );
  return roundHalfEven(discounted(gross, subscription, at) / TWELVE);
};
