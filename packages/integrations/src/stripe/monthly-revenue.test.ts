import { describe, expect, it } from 'vitest';
import type { StripeDiscount } from './discount.ts';
import { monthlyRevenueMinor, periodAmountMinor } from './monthly-revenue.ts';
import type { StripeSubscriptionItem } from './subscription.ts';

const item = (over: Partial<StripeSubscriptionItem> = {}): StripeSubscriptionItem => ({
  id: 'si_1',
  priceId: 'price_1',
  productId: 'prod_1',
  quantity: 1,
  unitAmountMinor: 1_000,
  unitAmountDecimal: '1000',
  package: null,
  currency: 'eur',
  interval: 'month',
  intervalCount: 1,
  ...over,
});

const revenueOf = (...items: readonly StripeSubscriptionItem[]): number =>
  monthlyRevenueMinor({ status: 'active', items });

describe('monthlyRevenueMinor', () => {
  it.each([
    ['active', 1_000],
    ['past_due', 1_000],
    ['trialing', 0],
    ['unpaid', 0],
    ['paused', 0],
    ['canceled', 0],
    ['incomplete', 0],
    ['incomplete_expired', 0],
    ['invented_later', 0],
  ])('counts a subscription that is %s as %d', (status, expected) => {
    expect(monthlyRevenueMinor({ status, items: [item()] })).toBe(expected);
  });

  it.each<[string, Partial<StripeSubscriptionItem>, number]>([
    ['months by quantity', { quantity: 3 }, 3_000],
    ['every three months', { intervalCount: 3 }, 333],
    ['a year', { interval: 'year', unitAmountMinor: 12_000 }, 1_000],
    ['two years', { interval: 'year', intervalCount: 2, unitAmountMinor: 24_000 }, 1_000],
    ['a week', { interval: 'week', unitAmountMinor: 1_200 }, 5_200],
    ['a day', { interval: 'day', unitAmountMinor: 12 }, 365],
    ['an interval invented later', { interval: 'fortnight' }, 0],
    ['once', { interval: null }, 0],
    ['usage', { quantity: null }, 0],
    ['tiers', { unitAmountMinor: null, unitAmountDecimal: null }, 0],
    ['fractions of a cent', { unitAmountMinor: null, unitAmountDecimal: '0.35', quantity: 1_000 }, 350],
    ['packages, begun ones whole', { package: { size: 10, round: 'up' }, quantity: 21 }, 3_000],
    ['packages, begun ones not at all', { package: { size: 10, round: 'down' }, quantity: 29 }, 2_000],
    ['yen, which have no cents', { currency: 'jpy', unitAmountMinor: 4_640 }, 4_640],
  ])('counts %s', (_name, over, expected) => {
    expect(revenueOf(item(over))).toBe(expected);
  });

  it.each([
    [6, 0],
    [18, 2],
    [30, 2],
    [7, 1],
    [5, 0],
    [-18, -2],
  ])('rounds a twelfth of %d half to even', (unitAmountMinor, expected) => {
    expect(revenueOf(item({ interval: 'year', unitAmountMinor }))).toBe(expected + 0);
  });

  it('adds the items before it rounds', () => {
    const half = item({ interval: 'year', unitAmountMinor: 6 });
    expect(revenueOf(half, half)).toBe(1);
    expect(revenueOf()).toBe(0);
  });

  it('stays exact for sums beyond what a float can hold on the way', () => {
    const large = item({ interval: 'week', unitAmountMinor: 99_999_999, quantity: 1_000_003 });
    expect(revenueOf(large)).toBe(Number((99_999_999n * 1_000_003n * 13n) / 3n));
  });

  describe('with a discount', () => {
    const discount = (over: Partial<StripeDiscount> = {}): StripeDiscount => ({
      id: 'di_1',
      couponId: 'off',
      percentOff: null,
      amountOffMinor: null,
      currency: null,
      duration: 'forever',
      end: null,
      ...over,
    });
    const netOf = (...discounts: readonly StripeDiscount[]): number =>
      monthlyRevenueMinor({ status: 'active', items: [item()], discounts });

    it.each<[string, Partial<StripeDiscount>, number]>([
      ['a part', { percentOff: 25 }, 750],
      ['an odd part', { percentOff: 33.3 }, 667],
      ['an amount', { amountOffMinor: 300, currency: 'eur' }, 700],
      ['more than there is', { amountOffMinor: 5_000, currency: 'eur' }, 0],
      ['the first bill only', { percentOff: 100, duration: 'once' }, 1_000],
      ['what is not told', { duration: null }, 1_000],
    ])('takes off %s', (_name, over, expected) => {
      expect(netOf(discount(over))).toBe(expected);
    });

    it('takes an amount off every bill, and a year has one', () => {
      const yearly = item({ interval: 'year', unitAmountMinor: 12_000 });
      const discounts = [discount({ amountOffMinor: 1_200 })];
      expect(monthlyRevenueMinor({ status: 'active', items: [yearly], discounts })).toBe(900);
    });

    it('takes one off after the other', () => {
      expect(netOf(discount({ percentOff: 50 }), discount({ percentOff: 50 }))).toBe(250);
    });
  });
});

describe('periodAmountMinor', () => {
  it('counts each item once, net of the discounts that last, whatever the term', () => {
    const year = item({ interval: 'year', unitAmountMinor: 120_000, quantity: 2 });
    expect(periodAmountMinor({ items: [year] })).toBe(240_000);
    expect(periodAmountMinor({ items: [year, item({ interval: null })] })).toBe(240_000);
    const half = { id: 'di_1', couponId: 'c', percentOff: 50, amountOffMinor: null, currency: null };
    const lasting = { ...half, duration: 'forever', end: null };
    expect(periodAmountMinor({ items: [year], discounts: [lasting] })).toBe(120_000);
    const fixed = { ...lasting, percentOff: null, amountOffMinor: 40_000, currency: 'eur' };
    expect(periodAmountMinor({ items: [year], discounts: [fixed] })).toBe(200_000);
  });
});
