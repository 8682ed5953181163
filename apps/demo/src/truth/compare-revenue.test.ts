import { describe, expect, test } from 'vitest';
import { compareRevenue } from './compare-revenue.ts';

const truth = [
  { customer: 'cus_1', currency: 'eur', monthlyMinor: 4_900 },
  { customer: 'cus_2', currency: 'usd', monthlyMinor: 100 },
];

describe('the comparison of revenue', () => {
  test('finds nothing where everybody is as Stripe says, and counts a payer once', () => {
    const customers = [
      { id: 'person', stripeCustomerIds: ['cus_1'], monthlyRevenue: { eur: 4_900 } },
      { id: 'account', stripeCustomerIds: ['cus_1', 'cus_2'], monthlyRevenue: { eur: 4_900, usd: 100 } },
      { id: 'other', stripeCustomerIds: ['cus_2'], monthlyRevenue: { usd: 100 } },
    ];
    const [person, account, other] = customers;
    expect(compareRevenue(customers, truth).differences).toEqual([]);
    expect(
      compareRevenue(
        [person, other].flatMap((one) => one ?? []),
        truth,
      ).ours,
    ).toEqual({ eur: 4_900, usd: 100 });
    expect(
      compareRevenue(
        [person, account].flatMap((one) => one ?? []),
        truth,
      ).ours,
    ).toEqual({ eur: 4_900, usd: 100 });
    expect(
      compareRevenue(
        [account].flatMap((one) => one ?? []),
        truth,
      ).theirs,
    ).toEqual({ eur: 4_900, usd: 100 });
  });

  test('finds a cent, a payer of nobody, and revenue of somebody who pays nothing', () => {
    const customers = [
      { id: 'one', stripeCustomerIds: ['cus_1'], monthlyRevenue: { eur: 4_901 } },
      { id: 'two', stripeCustomerIds: ['cus_3'], monthlyRevenue: { eur: 1 } },
    ];
    expect(compareRevenue(customers, truth).differences).toEqual([
      { customer: 'one', ours: { eur: 4_901 }, theirs: { eur: 4_900 } },
      { customer: 'two', ours: { eur: 1 }, theirs: {} },
      { customer: 'cus_2', ours: {}, theirs: { usd: 100 } },
    ]);
  });
});
