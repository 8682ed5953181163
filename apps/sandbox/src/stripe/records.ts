/** What the account holds, apart from how Stripe shows it. Times are Unix seconds, as Stripe's are. */
export interface StripeCustomer {
  readonly id: string;
  readonly created: number;
  readonly invoicePrefix: string;
  currency: string | null;
  email: string | null;
  name: string | null;
  phone: string | null;
  description: string | null;
  delinquent: boolean;
  metadata: Readonly<Record<string, string>>;
  isDeleted: boolean;
  /** Why the card on file is declined; null when it is good. */
  declineCode: string | null;
}

export interface StripePrice {
  readonly id: string;
  readonly created: number;
  readonly product: string;
  readonly nickname: string;
  readonly currency: string;
  /** In the currency's smallest unit; yen have none smaller. */
  readonly unitAmount: number;
  readonly interval: 'month' | 'year';
}

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

export interface StripeSubscriptionItem {
  readonly id: string;
  readonly price: StripePrice;
  readonly quantity: number;
  periodStart: number;
  periodEnd: number;
}

export interface StripeSubscription {
  readonly id: string;
  readonly created: number;
  readonly customerId: string;
  readonly currency: string;
  readonly collectionMethod: 'charge_automatically' | 'send_invoice';
  readonly items: readonly StripeSubscriptionItem[];
  readonly trialStart: number | null;
  readonly trialEnd: number | null;
  readonly metadata: Readonly<Record<string, string>>;
  status: SubscriptionStatus;
  cancelAtPeriodEnd: boolean;
  canceledAt: number | null;
  endedAt: number | null;
  latestInvoiceId: string | null;
}

export type InvoiceStatus = 'draft' | 'open' | 'paid' | 'uncollectible' | 'void';

export interface StripeInvoice {
  readonly id: string;
  readonly created: number;
  readonly number: string | null;
  readonly customerId: string;
  readonly subscriptionId: string | null;
  readonly billingReason: 'subscription_create' | 'subscription_cycle' | 'manual';
  readonly currency: string;
  readonly amount: number;
  readonly lines: readonly StripeSubscriptionItem[];
  readonly periodStart: number;
  readonly periodEnd: number;
  readonly collectionMethod: 'charge_automatically' | 'send_invoice';
  readonly dueDate: number | null;
  status: InvoiceStatus;
  attemptCount: number;
  nextPaymentAttempt: number | null;
  paidAt: number | null;
  voidedAt: number | null;
  uncollectibleAt: number | null;
}

export interface StripeEvent {
  readonly id: string;
  readonly created: number;
  readonly type: string;
  /** The object as it was then. */
  readonly object: object;
  readonly previous: object | null;
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
}
