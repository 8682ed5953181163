import type Stripe from 'stripe';
import type { StripeSubscription, StripeSubscriptionItem } from '../records/billing.ts';
import { toWirePlan, toWirePrice, type WirePlan, type WirePrice } from './wire-price.ts';

export type WireItem = Omit<Stripe.SubscriptionItem, 'price' | 'plan'> & { price: WirePrice; plan: WirePlan };

export type WireSubscription = Omit<Stripe.Subscription, 'items'> & { items: Stripe.ApiList<WireItem> };

/** The billing period is the item's, not the subscription's. */
export const toWireItem = (subscription: StripeSubscription, item: StripeSubscriptionItem): WireItem => ({
  id: item.id,
  object: 'subscription_item',
  billing_thresholds: null,
  created: subscription.created,
  current_period_end: item.periodEnd,
  current_period_start: item.periodStart,
  current_trial: null,
  discounts: [],
  metadata: {},
  plan: toWirePlan(item.price),
  price: toWirePrice(item.price),
  quantity: item.quantity,
  subscription: subscription.id,
  tax_rates: [],
});

const cancellation = (subscription: StripeSubscription): Stripe.Subscription.CancellationDetails => ({
  comment: null,
  feedback: subscription.cancelFeedback ?? null,
  feedback_option: null,
  reason: subscription.cancelReason,
});

/** What no subscription of the sandbox uses. */
const unused = {
  application: null,
  application_fee_percent: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null },
  billing_cycle_anchor_config: null,
  billing_schedules: [],
  billing_thresholds: null,
  customer_account: null,
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  description: null,
  managed_payments: { enabled: false },
  next_pending_invoice_item_invoice: null,
  on_behalf_of: null,
  pause_collection: null,
  pending_invoice_item_interval: null,
  pending_setup_intent: null,
  pending_update: null,
  schedule: null,
  transfer_data: null,
} satisfies Partial<Stripe.Subscription>;

/** An answer embeds the first ten items only. */
const MAX_INLINE = 10;

const cancelsAt = (subscription: StripeSubscription): number | null =>
  subscription.cancelAtPeriodEnd ? (subscription.items[0]?.periodEnd ?? null) : null;

/** A subscription as Stripe shows it, with ids where it could be expanded. */
export const toWireSubscription = (subscription: StripeSubscription): WireSubscription => ({
  ...unused,
  id: subscription.id,
  object: 'subscription',
  billing_cycle_anchor: subscription.created,
  billing_mode: { flexible: null, type: 'classic' },
  cancel_at: cancelsAt(subscription),
  cancel_at_period_end: subscription.cancelAtPeriodEnd,
  canceled_at: subscription.canceledAt,
  cancellation_details: cancellation(subscription),
  collection_method: subscription.collectionMethod,
  created: subscription.created,
  currency: subscription.currency,
  customer: subscription.customerId,
  days_until_due: subscription.daysUntilDue,
  discounts: subscription.discount === null ? [] : [subscription.discount.id],
  ended_at: subscription.endedAt,
  invoice_settings: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: { type: 'self' },
  },
  items: {
    object: 'list',
    data: subscription.items.slice(0, MAX_INLINE).map((item) => toWireItem(subscription, item)),
    has_more: subscription.items.length > MAX_INLINE,
    url: `/v1/subscription_items?subscription=${subscription.id}`,
  },
  latest_invoice: subscription.latestInvoiceId,
  livemode: false,
  metadata: { ...subscription.metadata },
  payment_settings: {
    payment_method_options: null,
    payment_method_types: null,
    save_default_payment_method: 'off',
  },
  start_date: subscription.created,
  status: subscription.status,
  test_clock: subscription.testClock,
  trial_end: subscription.trialEnd,
  trial_settings: {
    end_behavior: { billing_cycle_anchor: null, missing_payment_method: 'create_invoice' },
  },
  trial_start: subscription.trialStart,
});
