import type { Customer } from '@sherpa/api';
import type { RevenueTruth } from '../company/sandbox.ts';

type Amounts = Readonly<Record<string, number>>;

/** One customer of which we say something else than Stripe. */
export interface Difference {
  readonly customer: string;
  readonly ours: Amounts;
  readonly theirs: Amounts;
}

/** What was compared, by currency in minor units, and what differs. */
export interface RevenueComparison {
  readonly ours: Amounts;
  readonly theirs: Amounts;
  readonly differences: readonly Difference[];
}

const add = (into: Record<string, number>, amounts: Amounts): Record<string, number> => {
  for (const [currency, minor] of Object.entries(amounts)) into[currency] = (into[currency] ?? 0) + minor;
  return into;
};

const isSame = (one: Amounts, other: Amounts): boolean =>
  [...Object.keys(one), ...Object.keys(other)].every(
    (currency) => (one[currency] ?? 0) === (other[currency] ?? 0),
  );

type Payer = Pick<Customer, 'id' | 'stripeCustomerIds' | 'monthlyRevenue'>;

/**
 * Compares what the customer cache says of everybody's monthly revenue with what Stripe's own books come to, to the
 * minor unit. A payer is shown with its person and with its account: each of them must be right, and in the
 * total it counts once.
 */
export const compareRevenue = (
  customers: readonly Payer[],
  truth: RevenueTruth['customers'],
): RevenueComparison => {
  const byPayer = new Map<string, Record<string, number>>();
  for (const { customer, currency, monthlyMinor } of truth)
    byPayer.set(customer, add(byPayer.get(customer) ?? {}, { [currency]: monthlyMinor }));
  const differences: Difference[] = [];
  const counted = new Set<string>();
  const ours: Record<string, number> = {};
  // Whoever has most payers first: an account may pay by one that its person has, and by others.
  const widest = customers.toSorted(
    (one, other) => other.stripeCustomerIds.length - one.stripeCustomerIds.length,
  );
  for (const { id, stripeCustomerIds, monthlyRevenue } of widest) {
    if (stripeCustomerIds.length === 0) continue;
    const theirs = stripeCustomerIds.reduce<Record<string, number>>(
      (sum, one) => add(sum, byPayer.get(one) ?? {}),
      {},
    );
    if (!isSame(monthlyRevenue, theirs)) differences.push({ customer: id, ours: monthlyRevenue, theirs });
    if (stripeCustomerIds.every((one) => !counted.has(one))) add(ours, monthlyRevenue);
    for (const one of stripeCustomerIds) counted.add(one);
  }
  for (const [customer, theirs] of byPayer)
    if (!counted.has(customer)) differences.push({ customer, ours: {}, theirs });
  return { ours, theirs: [...byPayer.values()].reduce(add, {}), differences };
};
