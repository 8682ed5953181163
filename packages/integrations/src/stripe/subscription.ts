import type { Stripe } from 'stripe';
import { idOf, idOrNull, momentOf, momentOrNull } from './values.ts';

/** One priced line of a subscription. */
export interface StripeSubscriptionItem {
  readonly priceId: string;
  /** Null where usage is counted. */
  readonly quantity: number | null;
  /** Null where the price has tiers or a fraction of a minor unit. */
  readonly unitAmountMinor: number | null;
  readonly currency: string;
  /** `day`, `week`, `month`, `year`, or what Stripe invents later; null for a price that does not recur. */
  readonly interval: string | null;
  readonly intervalCount: number;
}

/** A subscription. `status` is Stripe's word, also one it invents later. */
export interface StripeSubscription {
  readonly id: string;
  readonly customerId: string;
  readonly status: string;
  readonly items: readonly StripeSubscriptionItem[];
  /** The earliest end of its items' periods: when money moves next. Null without items. */
  readonly currentPeriodEnd: Date | null;
  readonly cancelAtPeriodEnd: boolean;
  readonly latestInvoiceId: string | null;
  readonly created: Date;
}

const toItem = ({ price, quantity }: Stripe.SubscriptionItem): StripeSubscriptionItem => ({
  priceId: price.id,
  quantity: quantity ?? null,
  unitAmountMinor: price.unit_amount,
  currency: price.currency,
  interval: price.recurring?.interval ?? null,
  intervalCount: price.recurring?.interval_count ?? 1,
});

// Since API version 2025-03-31 the period is on the items; a subscription has none of its own.
const earliestEnd = (items: readonly Stripe.SubscriptionItem[]): number | null =>
  items.length === 0 ? null : Math.min(...items.map((item) => item.current_period_end));

/** Maps a subscription and its items. */
export const toSubscription = (
  subscription: Stripe.Subscription,
  items: readonly Stripe.SubscriptionItem[],
): StripeSubscription => ({
  id: subscription.id,
  customerId: idOf(subscription.customer),
  status: subscription.status,
  items: items.map(toItem),
  currentPeriodEnd: momentOrNull(earliestEnd(items)),
  cancelAtPeriodEnd: subscription.cancel_at_period_end,
  latestInvoiceId: idOrNull(subscription.latest_invoice),
  created: momentOf(subscription.created),
});
