import type { Random } from '../random.ts';
import type { StripePrice, StripeProduct } from '../stripe/records/catalog.ts';

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

export interface Catalog {
  readonly products: readonly StripeProduct[];
  readonly prices: readonly StripePrice[];
}

/** Every plan in every currency, by the month and by the year. */
export const planCatalog = (random: Random, created: number): Catalog => {
  const plans = PLANS.map(({ nickname, euros }) => {
    const id = `prod_${random.token(14)}`;
    const product: StripeProduct = {
      id,
      created,
      name: nickname,
      description: null,
      active: true,
      metadata: {},
      updated: created,
      isDeleted: false,
    };
    const prices = CURRENCIES.flatMap(({ currency, perEuro }) =>
      INTERVALS.map(({ interval, months }) => ({
        id: `price_${random.token(24)}`,
        created,
        product: id,
        nickname: `${nickname} per ${interval}`,
        currency,
        unitAmount: euros * perEuro * months,
        interval,
        intervalCount: 1,
        lookupKey: `${nickname.toLowerCase()}-${currency}-${interval}`,
        active: true,
        metadata: {},
      })),
    );
    return { product, prices };
  });
  return { products: plans.map(({ product }) => product), prices: plans.flatMap(({ prices }) => prices) };
};
