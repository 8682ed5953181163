import { describe, expect, it } from 'vitest';
import { monthlyRevenueMinor } from './monthly-revenue.ts';
import type { StripeSubscriptionItem } from './subscription.ts';

const item = (over: Partial<StripeSubscriptionItem> = {}): StripeSubscriptionItem => ({
  priceId: 'price_1',
  quantity: 1,
  unitAmountMinor: 1_000,
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
    ['tiers', { unitAmountMinor: null }, 0],
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
});
