import type { Random } from '../random.ts';
import { periodSeconds } from '../stripe/period.ts';
import type { InvoiceStatus, StripeCustomer, StripeInvoice, StripeSubscription } from '../stripe/records.ts';
import { DAY } from './plan-subscriptions.ts';

const MAX_ATTEMPTS = 4;

interface InvoiceDeps {
  readonly subscriptions: readonly StripeSubscription[];
  readonly customers: ReadonlyMap<string, StripeCustomer>;
  readonly anchor: number;
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

const amountOf = (subscription: StripeSubscription, isTrial: boolean): number =>
  isTrial ? 0 : subscription.items.reduce((sum, item) => sum + item.price.unitAmount * item.quantity, 0);

const attemptsOf = (random: Random, status: InvoiceStatus, isSent: boolean): number => {
  if (isSent) return 0;
  if (status === 'uncollectible') return MAX_ATTEMPTS;
  return status === 'open' ? random.int(1, MAX_ATTEMPTS) : 1;
};

const endOf = (status: InvoiceStatus, created: number, paidAt: number) => ({
  paidAt: status === 'paid' ? paidAt : null,
  voidedAt: status === 'void' ? created + DAY : null,
  uncollectibleAt: status === 'uncollectible' ? created + 20 * 3_600 : null,
});

const planOne = (
  random: Random,
  subscription: StripeSubscription,
  customer: StripeCustomer | undefined,
  when: {
    readonly created: number;
    readonly index: number;
    readonly status: InvoiceStatus;
    readonly anchor: number;
  },
): StripeInvoice => {
  const { created, index, status } = when;
  const isSent = subscription.collectionMethod === 'send_invoice';
  const attemptCount = attemptsOf(random, status, isSent);
  const isRetried = status === 'open' && !isSent && attemptCount < MAX_ATTEMPTS;
  const paidLater = isSent ? random.int(1, 13) * DAY : 3_600;
  return {
    id: `in_${random.token(24)}`,
    created,
    number: `${customer?.invoicePrefix ?? 'SANDBOX'}-${String(index + 1).padStart(4, '0')}`,
    customerId: subscription.customerId,
    subscriptionId: subscription.id,
    billingReason: created === subscription.created ? 'subscription_create' : 'subscription_cycle',
    currency: subscription.currency,
    amount: amountOf(subscription, subscription.status === 'trialing'),
    lines: subscription.items.map((item) => ({ ...item })),
    periodStart: created,
    periodEnd: created,
    collectionMethod: subscription.collectionMethod,
    dueDate: isSent ? created + (status === 'open' ? 1 : 14) * DAY : null,
    status,
    attemptCount,
    nextPaymentAttempt: isRetried ? when.anchor + random.int(1, 5) * DAY : null,
    ...endOf(status, created, Math.min(created + paidLater, when.anchor)),
  };
};

const planForSubscription = (
  random: Random,
  subscription: StripeSubscription,
  deps: InvoiceDeps,
): StripeInvoice[] => {
  const [item] = subscription.items;
  if (item === undefined) return [];
  const customer = deps.customers.get(subscription.customerId);
  const stepSeconds = periodSeconds(item.price.interval);
  const invoices: StripeInvoice[] = [];
  const oldest = Math.max(subscription.created, item.periodStart - 2 * stepSeconds);
  for (let created = oldest; created <= item.periodStart; created += stepSeconds) {
    const status = created === item.periodStart ? statusNow(random, subscription) : 'paid';
    const index = invoices.length;
    invoices.push(planOne(random, subscription, customer, { created, index, status, anchor: deps.anchor }));
  }
  return invoices;
};

/** The last invoices of every subscription, and what they say about their customers' cards. */
export const planInvoices = (random: Random, deps: InvoiceDeps): readonly StripeInvoice[] =>
  deps.subscriptions.flatMap((subscription) => {
    const invoices = planForSubscription(random, subscription, deps);
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
