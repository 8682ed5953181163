import type { StripePrice } from './catalog.ts';

export const subscriptionStatuses = [
  'active',
  'trialing',
  'past_due',
  'canceled',
  'unpaid',
  'incomplete',
  'incomplete_expired',
  'paused',
] as const;

export type SubscriptionStatus = (typeof subscriptionStatuses)[number];

export type CollectionMethod = 'charge_automatically' | 'send_invoice';

export interface StripeSubscriptionItem {
  readonly id: string;
  readonly price: StripePrice;
  readonly quantity: number;
  readonly periodStart: number;
  readonly periodEnd: number;
}

/** A coupon at work on a subscription. `once` takes off the first invoice only. */
export interface StripeDiscount {
  readonly id: string;
  readonly couponId: string;
  readonly percentOff: number | null;
  readonly amountOff: number | null;
  readonly duration: 'forever' | 'once' | 'repeating';
  readonly months: number | null;
  readonly start: number;
  readonly end: number | null;
}

/** What a subscription brought in a month from that second on: the truth that readers are measured by. */
export interface RevenueVersion {
  readonly at: number;
  readonly monthlyMinor: number;
}

export const cancelFeedbacks = [
  'customer_service',
  'low_quality',
  'missing_features',
  'other',
  'switched_service',
  'too_complex',
  'too_expensive',
  'unused',
] as const;

export type CancelFeedback = (typeof cancelFeedbacks)[number];

export interface StripeSubscription {
  readonly id: string;
  readonly created: number;
  readonly customerId: string;
  readonly currency: string;
  readonly testClock: string | null;
  collectionMethod: CollectionMethod;
  daysUntilDue: number | null;
  /** Replaced as a whole, so that invoices of one state may share it. */
  items: readonly StripeSubscriptionItem[];
  trialStart: number | null;
  trialEnd: number | null;
  metadata: Readonly<Record<string, string>>;
  discount: StripeDiscount | null;
  status: SubscriptionStatus;
  cancelAtPeriodEnd: boolean;
  canceledAt: number | null;
  cancelReason: 'cancellation_requested' | 'payment_failed' | null;
  /** What the customer chose as the reason, where anybody was asked. */
  cancelFeedback?: CancelFeedback | null;
  endedAt: number | null;
  latestInvoiceId: string | null;
  revenue: readonly RevenueVersion[];
}

export type InvoiceStatus = 'draft' | 'open' | 'paid' | 'uncollectible' | 'void';

/** A line of an invoice. Without a period of its own it covers the one its subscription's item had. */
export interface StripeLine {
  readonly subscriptionItemId: string | null;
  readonly invoiceItemId: string | null;
  readonly price: StripePrice | null;
  readonly quantity: number;
  readonly amount: number;
  readonly description: string;
  readonly isProration: boolean;
  readonly period: { readonly start: number; readonly end: number } | null;
}

export interface StripeInvoice {
  readonly id: string;
  readonly created: number;
  readonly customerId: string;
  readonly subscriptionId: string | null;
  readonly billingReason: 'subscription_create' | 'subscription_cycle' | 'subscription_update' | 'manual';
  readonly currency: string;
  readonly periodStart: number;
  readonly periodEnd: number;
  readonly testClock: string | null;
  collectionMethod: CollectionMethod;
  number: string | null;
  lines: readonly StripeLine[];
  /** The lines less the discount. */
  amount: number;
  discountId: string | null;
  discountAmount: number;
  /** Of the customer's balance, negative where it lowered what is due. */
  appliedBalance: number;
  /** By credit notes before it was paid. */
  creditedAmount: number;
  dueDate: number | null;
  description: string | null;
  metadata: Readonly<Record<string, string>>;
  autoAdvance: boolean;
  status: InvoiceStatus;
  attemptCount: number;
  nextPaymentAttempt: number | null;
  finalizedAt: number | null;
  paidAt: number | null;
  voidedAt: number | null;
  uncollectibleAt: number | null;
  /** A draft that was deleted: nobody finds it any more. */
  isDeleted: boolean;
}

/** A pending charge or credit, until an invoice takes it. */
export interface StripeInvoiceItem {
  readonly id: string;
  readonly created: number;
  readonly customerId: string;
  readonly subscriptionId: string | null;
  readonly currency: string;
  readonly price: StripePrice | null;
  readonly isProration: boolean;
  readonly period: { readonly start: number; readonly end: number };
  readonly testClock: string | null;
  quantity: number;
  amount: number;
  description: string | null;
  metadata: Readonly<Record<string, string>>;
  invoiceId: string | null;
  isDeleted: boolean;
}
