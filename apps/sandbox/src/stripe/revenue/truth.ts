import type { StripeAccount } from '../account.ts';
import type { StripeSubscription } from '../records/billing.ts';
import { monthlyMinorOf } from './monthly-minor.ts';

interface CustomerRevenue {
  readonly customer: string;
  readonly currency: string;
  readonly monthlyMinor: number;
  readonly subscriptions: number;
}

const revenueAt = ({ revenue }: StripeSubscription, at: number): number =>
  revenue.findLast((version) => version.at <= at)?.monthlyMinor ?? 0;

const isTold = ({ testClock }: StripeSubscription): boolean => testClock === null;

const customersNow = (account: StripeAccount): readonly CustomerRevenue[] => {
  const now = account.nowSeconds();
  const rows = new Map<string, CustomerRevenue>();
  for (const subscription of account.subscriptions.items.filter(isTold)) {
    const { customerId: customer, currency } = subscription;
    const monthlyMinor = monthlyMinorOf(subscription, now);
    if (monthlyMinor === 0) continue;
    const key = `${customer} ${currency}`;
    const row = rows.get(key);
    rows.set(key, {
      customer,
      currency,
      monthlyMinor: (row?.monthlyMinor ?? 0) + monthlyMinor,
      subscriptions: (row?.subscriptions ?? 0) + 1,
    });
  }
  return [...rows.values()];
};

/** The first second of each of the last months, this one included. */
const monthsUntil = (seconds: number, count: number): readonly number[] => {
  const now = new Date(seconds * 1_000);
  return Array.from(
    { length: count },
    (_unused, index) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - (count - 1 - index), 1) / 1_000,
  );
};

const MONTHS = 18;

const byMonth = (account: StripeAccount) => {
  const told = account.subscriptions.items.filter(isTold);
  return monthsUntil(account.nowSeconds(), MONTHS).map((start) => {
    const next = new Date(start * 1_000);
    const end = Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 1) / 1_000 - 1;
    const at = Math.min(end, account.nowSeconds());
    const totals: Record<string, number> = {};
    for (const subscription of told) {
      const monthlyMinor = revenueAt(subscription, at);
      if (monthlyMinor !== 0) {
        totals[subscription.currency] = (totals[subscription.currency] ?? 0) + monthlyMinor;
      }
    }
    return { month: next.toISOString().slice(0, 7), monthlyMinor: totals };
  });
};

/** What readers of the account ought to find: revenue now by customer, and at every month's end by currency. */
export const revenueTruth = (account: StripeAccount) => ({
  customers: customersNow(account),
  months: byMonth(account),
});
