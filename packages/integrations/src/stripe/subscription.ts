import type { Stripe } from 'stripe';
import { toDiscount, type StripeDiscount } from './discount.ts';
import { toUnitPrice } from './price.ts';
import { idOf, idOrNull, momentOf, momentOrNull } from './values.ts';

/** One priced line of a subscription. */
export interface StripeSubscriptionItem {
  readonly id: string;
  readonly priceId: string;
  readonly productId: string;
  /** Null where usage is counted. */
  readonly quantity: number | null;
  /** Null where the price has tiers or a fraction of a minor unit. */
  readonly unitAmountMinor: number | null;
  /** The same as exactly as Stripe tells it, null for tiers. */
  readonly unitAmountDecimal: string | null;
  /** Units that are sold together; partial packages are rounded `up` or `down`. Null for single units. */
  readonly package: { readonly size: number; readonly round: string } | null;
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
  readonly currency: string;
  /** `charge_automatically` or `send_invoice`. */
  readonly collectionMethod: string;
  readonly items: readonly StripeSubscriptionItem[];
  /** Those of the whole subscription. */
  readonly discounts: readonly StripeDiscount[];
  /** The earliest end of its items' periods: when money moves next. Null without items. */
  readonly currentPeriodEnd: Date | null;
  readonly cancelAtPeriodEnd: boolean;
  readonly canceledAt: Date | null;
  /** `cancellation_requested`, `payment_failed`, `payment_disputed`, or what Stripe invents later. */
  readonly cancelReason: string | null;
  /** What the customer chose as the reason: `too_expensive`, `unused`, or what Stripe invents later. */
  readonly cancelFeedback: string | null;
  /** What the customer wrote about it. */
  readonly cancelComment: string | null;
  readonly endedAt: Date | null;
  readonly trialEnd: Date | null;
  readonly latestInvoiceId: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly testClockId: string | null;
  readonly created: Date;
}

const toItem = ({ id, price, quantity }: Stripe.SubscriptionItem): StripeSubscriptionItem => ({
  id,
  priceId: price.id,
  productId: idOf(price.product),
  quantity: quantity ?? null,
  ...toUnitPrice(price),
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
  currency: subscription.currency,
  collectionMethod: subscription.collection_method,
  items: items.map(toItem),
  discounts: subscription.discounts.map(toDiscount),
  currentPeriodEnd: momentOrNull(earliestEnd(items)),
  cancelAtPeriodEnd: subscription.cancel_at_period_end,
  canceledAt: momentOrNull(subscription.canceled_at),
  cancelReason: subscription.cancellation_details?.reason ?? null,
  cancelFeedback: subscription.cancellation_details?.feedback ?? null,
  cancelComment: subscription.cancellation_details?.comment ?? null,
  endedAt: momentOrNull(subscription.ended_at),
  trialEnd: momentOrNull(subscription.trial_end),
  latestInvoiceId: idOrNull(subscription.latest_invoice),
  metadata: { ...subscription.metadata },
  testClockId: idOrNull(subscription.test_clock),
  created: momentOf(subscription.created),
});
