import type {
  RevenueVersion,
  StripeSubscription,
  StripeSubscriptionItem,
} from '../stripe/records/billing.ts';
import { monthlyMinorOf } from '../stripe/revenue/monthly-minor.ts';

/** What was on a subscription until some renewal. */
export interface FormerItems {
  readonly until: number;
  readonly items: readonly StripeSubscriptionItem[];
}

/** Since when it stopped bringing anything in, where that is not its end. */
const stoppedAt = (subscription: StripeSubscription): number | null => {
  if (subscription.endedAt !== null) return subscription.endedAt;
  return ['unpaid', 'paused'].includes(subscription.status)
    ? (subscription.items[0]?.periodStart ?? subscription.created)
    : null;
};

/** What a planned subscription has brought in a month so far, from one change to the next. */
export const planRevenue = (
  subscription: StripeSubscription,
  former: FormerItems | null,
): readonly RevenueVersion[] => {
  if (subscription.status === 'trialing' || subscription.status.startsWith('incomplete')) return [];
  const earningOf = (items: readonly StripeSubscriptionItem[], at: number): RevenueVersion => ({
    at,
    monthlyMinor: monthlyMinorOf({ ...subscription, status: 'active', items }, at),
  });
  const begins = subscription.trialEnd ?? subscription.created;
  const stops = stoppedAt(subscription);
  return [
    earningOf(former?.items ?? subscription.items, begins),
    ...(former === null ? [] : [earningOf(subscription.items, former.until)]),
    ...(stops === null ? [] : [{ at: stops, monthlyMinor: 0 }]),
  ];
};
