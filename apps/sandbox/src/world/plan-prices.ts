import type { Random } from '../random.ts';
import type { StripePrice } from '../stripe/records.ts';

/** Whole units per month; `scale` makes them the currency's smallest unit. */
const PLANS = [
  { nickname: 'Basic', euros: 29 },
  { nickname: 'Plus', euros: 99 },
  { nickname: 'Enterprise', euros: 490 },
] as const;

const CURRENCIES = [
  { currency: 'eur', perEuro: 100 },
  { currency: 'usd', perEuro: 110 },
  { currency: 'gbp', perEuro: 85 },
  // Yen and won have no smaller unit: 4640 is 4,640 yen.
  { currency: 'jpy', perEuro: 160 },
  { currency: 'krw', perEuro: 1_500 },
] as const;

const INTERVALS = [
  { interval: 'month', months: 1 },
  { interval: 'year', months: 10 },
] as const;

/** Every plan in every currency, by the month and by the year. */
export const planPrices = (random: Random, created: number): readonly StripePrice[] =>
  PLANS.flatMap(({ nickname, euros }) => {
    const product = `prod_${random.token(14)}`;
    return CURRENCIES.flatMap(({ currency, perEuro }) =>
      INTERVALS.map(({ interval, months }) => ({
        id: `price_${random.token(24)}`,
        created,
        product,
        nickname: `${nickname} per ${interval}`,
        currency,
        unitAmount: euros * perEuro * months,
        interval,
      })),
    );
  });
