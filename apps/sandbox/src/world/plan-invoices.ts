import type { Random } from '../random.ts';
import { discountOn, lineOfItem, sumOf } from '../stripe/changes/make-invoice.ts';
import { NO_METADATA } from '../stripe/metadata.ts';
import { periodSeconds } from '../stripe/period.ts';
import type {
  InvoiceStatus,
  StripeInvoice,
  StripeLine,
  StripeSubscription,
  StripeSubscriptionItem,
} from '../stripe/records/billing.ts';
import type { StripeCustomer } from '../stripe/records/customer.ts';
import { DAY } from './plan-dates.ts';
import type { SubscriptionPlan } from './plan-subscriptions.ts';

const MAX_ATTEMPTS = 4;

interface InvoiceDeps {
  readonly subscriptions: readonly SubscriptionPlan[];
  readonly customers: ReadonlyMap<string, StripeCustomer>;
  readonly anchor: number;
  /** How far back bills go. */
  readonly historySeconds: number;
}

/** What became of the invoice of the current period, by what became of the subscription. */
const statusNow = (random: Random, subscription: StripeSubscription): InvoiceStatus => {
  switch (subscription.status) {
    case 'past_due':
    case 'incomplete':
      return 'open';
    case 'unpaid':
      return random.chance(0.5) ? 'open' : 'uncollectible';
    case 'incomplete_expired':
      return 'void';
    case 'active':
    case 'trialing':
    case 'canceled':
    case 'paused':
      return 'paid';
  }
};

/** One in twenty-five paid ones took a second try. */
const attemptsOf = (random: Random, status: InvoiceStatus, isFree: boolean): number => {
  if (isFree) return 0;
  if (status === 'uncollectible') return MAX_ATTEMPTS;
  if (status === 'open') return random.int(1, MAX_ATTEMPTS);
  return random.chance(0.04) ? 2 : 1;
};

const endOf = (status: InvoiceStatus, created: number, paidAt: number) => ({
  paidAt: status === 'paid' ? paidAt : null,
  voidedAt: status === 'void' ? created + DAY : null,
  uncollectibleAt: status === 'uncollectible' ? created + 20 * 3_600 : null,
});

/** Lines without a period of their own: all invoices of the same items share them. */
const linesOf = (items: readonly StripeSubscriptionItem[], isFree: boolean): readonly StripeLine[] =>
  items.map((item) => {
    const line = lineOfItem(item);
    return { ...line, amount: isFree ? 0 : line.amount, period: null };
  });

interface When {
  readonly created: number;
  readonly index: number;
  readonly status: InvoiceStatus;
  readonly lines: readonly StripeLine[];
  readonly anchor: number;
}

/** What it comes to, net of the subscription's coupon. */
const amountsOf = (subscription: StripeSubscription, { lines, created }: When) => {
  const discountAmount = discountOn(sumOf(lines), subscription, created);
  return {
    amount: sumOf(lines) - discountAmount,
    discountId: discountAmount > 0 ? (subscription.discount?.id ?? null) : null,
    discountAmount,
  };
};

/** How it was collected, and what came of that. */
const collectionOf = (
  random: Random,
  { collectionMethod }: StripeSubscription,
  { created, status, anchor }: When,
  isFree: boolean,
) => {
  const isSent = collectionMethod === 'send_invoice';
  const attemptCount = attemptsOf(random, status, isSent || isFree);
  const isRetried = status === 'open' && !isSent && attemptCount < MAX_ATTEMPTS;
  const paidLater = isSent ? random.int(1, 13) * DAY : 3_600 + (attemptCount === 2 ? 3 * DAY : 0);
  return {
    dueDate: isSent ? created + (status === 'open' ? 1 : 14) * DAY : null,
    attemptCount,
    nextPaymentAttempt: isRetried ? anchor + random.int(1, 5) * DAY : null,
    ...endOf(status, created, Math.min(created + paidLater, anchor)),
  };
};

const planOne = (
  random: Random,
  subscription: StripeSubscription,
  customer: StripeCustomer | undefined,
  when: When,
): StripeInvoice => {
  const { created, index, status, lines } = when;
  const amounts = amountsOf(subscription, when);
  const id = random.token(24, 'in_');
  const collection = collectionOf(random, subscription, when, amounts.amount === 0);
  // Without spreading: there are millions of these, and what is spread takes more room.
  return {
    id,
    created,
    number: [customer?.invoicePrefix ?? 'SANDBOX', String(index + 1).padStart(4, '0')].join('-'),
    customerId: subscription.customerId,
    subscriptionId: subscription.id,
    billingReason: created === subscription.created ? 'subscription_create' : 'subscription_cycle',
    currency: subscription.currency,
    testClock: subscription.testClock,
    amount: amounts.amount,
    discountId: amounts.discountId,
    discountAmount: amounts.discountAmount,
    appliedBalance: 0,
    creditedAmount: 0,
    lines,
    periodStart: created,
    periodEnd: created,
    description: null,
    metadata: NO_METADATA,
    autoAdvance: true,
    status,
    finalizedAt: created,
    collectionMethod: subscription.collectionMethod,
    dueDate: collection.dueDate,
    attemptCount: collection.attemptCount,
    nextPaymentAttempt: collection.nextPaymentAttempt,
    paidAt: collection.paidAt,
    voidedAt: collection.voidedAt,
    uncollectibleAt: collection.uncollectibleAt,
    isDeleted: false,
  };
};

/** When bills were made: at the beginning of a trial, and of every period as far back as they go. */
const billedAt = (subscription: StripeSubscription, historySeconds: number): readonly number[] => {
  const [item] = subscription.items;
  if (item === undefined) return [];
  const { created, trialEnd, status } = subscription;
  const step = periodSeconds(item.price);
  const first = status === 'trialing' ? created : (trialEnd ?? created);
  const periods = Math.floor(Math.min(item.periodStart - first, historySeconds) / step);
  const moments = Array.from(
    { length: Math.max(periods, 0) + 1 },
    (_unused, index) => item.periodStart - (Math.max(periods, 0) - index) * step,
  );
  const isTrialTold =
    trialEnd !== null && status !== 'trialing' && created > item.periodStart - historySeconds;
  return isTrialTold ? [created, ...moments] : moments;
};

const planForSubscription = (
  random: Random,
  { subscription, former }: SubscriptionPlan,
  deps: InvoiceDeps,
  firstIndex: number,
): StripeInvoice[] => {
  const customer = deps.customers.get(subscription.customerId);
  const last = subscription.items[0]?.periodStart;
  const freeUntil = subscription.trialEnd ?? 0;
  const now = linesOf(subscription.items, false);
  const before = former === null ? now : linesOf(former.items, false);
  let free: readonly StripeLine[] | undefined;
  const linesAt = (created: number): readonly StripeLine[] => {
    if (created < freeUntil) return (free ??= linesOf(subscription.items, true));
    return created < (former?.until ?? 0) ? before : now;
  };
  return billedAt(subscription, deps.historySeconds).map((created, index) => {
    const status = created === last ? statusNow(random, subscription) : 'paid';
    const { anchor } = deps;
    const when = { created, index: firstIndex + index, status, lines: linesAt(created), anchor };
    return planOne(random, subscription, customer, when);
  });
};

/** The bills of every subscription, and what they say about their customers' cards. */
export const planInvoices = (random: Random, deps: InvoiceDeps): readonly StripeInvoice[] => {
  const counts = new Map<string, number>();
  return deps.subscriptions.flatMap((plan) => {
    const { subscription } = plan;
    const index = counts.get(subscription.customerId) ?? 0;
    const invoices = planForSubscription(random, plan, deps, index);
    counts.set(subscription.customerId, index + invoices.length);
    const last = invoices.at(-1);
    const customer = deps.customers.get(subscription.customerId);
    if (last === undefined) return [];
    subscription.latestInvoiceId = last.id;
    if (customer !== undefined && (last.status === 'open' || last.status === 'uncollectible')) {
      customer.delinquent = true;
      // Who has no attempt left keeps being declined; the others pay when asked again.
      customer.declineCode = last.attemptCount >= MAX_ATTEMPTS ? 'insufficient_funds' : null;
    }
    return invoices;
  });
};
