import { byStripe, noteEvent, type Cause, type StripeAccount } from '../account.ts';
import { periodSeconds } from '../period.ts';
import type {
  CollectionMethod,
  StripeDiscount,
  StripeInvoice,
  StripeSubscription,
} from '../records/billing.ts';
import type { StripePrice } from '../records/catalog.ts';
import type { StripeCustomer } from '../records/customer.ts';
import { renderSubscription } from '../render.ts';
import { trackRevenue } from './change-subscription.ts';
import { failInvoice } from './fail-invoice.ts';
import { finalizeInvoice } from './finalize-invoice.ts';
import { lineOfItem, makeInvoice, pendingItems } from './make-invoice.ts';
import { declined, takePayment } from './pay-invoice.ts';

export interface NewSubscription {
  readonly customer: StripeCustomer;
  readonly items: readonly { readonly price: StripePrice; readonly quantity: number }[];
  readonly collectionMethod: CollectionMethod;
  readonly daysUntilDue: number | null;
  readonly trialEnd: number | null;
  readonly cancelAtPeriodEnd: boolean;
  readonly paymentBehavior: 'allow_incomplete' | 'default_incomplete' | 'error_if_incomplete';
  readonly discount?: StripeDiscount | null;
  readonly metadata: Readonly<Record<string, string>>;
}

const recordOf = (account: StripeAccount, asked: NewSubscription): StripeSubscription => {
  const now = account.nowSeconds();
  const { customer, trialEnd, items } = asked;
  const isCharged = asked.collectionMethod === 'charge_automatically';
  const status = isCharged ? 'incomplete' : 'active';
  return {
    id: account.newId('sub'),
    created: now,
    customerId: customer.id,
    currency: items[0]?.price.currency ?? customer.currency ?? 'eur',
    testClock: customer.testClock,
    collectionMethod: asked.collectionMethod,
    daysUntilDue: asked.daysUntilDue,
    items: items.map(({ price, quantity }) => ({
      id: account.newId('si'),
      price,
      quantity,
      periodStart: now,
      periodEnd: trialEnd ?? now + periodSeconds(price),
    })),
    trialStart: trialEnd === null ? null : now,
    trialEnd,
    metadata: asked.metadata,
    discount: asked.discount ?? null,
    status: trialEnd === null ? status : 'trialing',
    cancelAtPeriodEnd: asked.cancelAtPeriodEnd,
    canceledAt: null,
    cancelReason: null,
    endedAt: null,
    latestInvoiceId: null,
    revenue: [],
  };
};

const firstInvoice = (
  account: StripeAccount,
  subscription: StripeSubscription,
  customer: StripeCustomer,
  cause: Cause,
): StripeInvoice =>
  makeInvoice(
    account,
    {
      customer,
      subscription,
      currency: subscription.currency,
      billingReason: 'subscription_create',
      lines: subscription.items
        .map(lineOfItem)
        .map((line) => (subscription.status === 'trialing' ? { ...line, amount: 0 } : line)),
      collectionMethod: subscription.collectionMethod,
      daysUntilDue: subscription.daysUntilDue,
      autoAdvance: true,
    },
    pendingItems(account, customer.id, subscription.currency, subscription.id),
    cause,
  );

const payFirst = (
  account: StripeAccount,
  invoice: StripeInvoice,
  { customer, paymentBehavior }: NewSubscription,
  cause: Cause,
): void => {
  if (invoice.status !== 'open' || paymentBehavior === 'default_incomplete') return;
  if (customer.declineCode === null) takePayment(account, invoice, null, cause);
  else failInvoice(account, invoice, customer.declineCode);
};

/** A new subscription and its first invoice; it is incomplete until that is paid. */
export const createSubscription = (
  account: StripeAccount,
  asked: NewSubscription,
  cause: Cause = byStripe,
): StripeSubscription => {
  const { customer } = asked;
  const isRefused = asked.paymentBehavior === 'error_if_incomplete' && asked.trialEnd === null;
  if (isRefused && customer.declineCode !== null) throw declined(customer.declineCode);
  const subscription = account.subscriptions.add(recordOf(account, asked));
  trackRevenue(account, subscription);
  noteEvent(account, cause, {
    type: 'customer.subscription.created',
    object: renderSubscription(account, subscription),
  });
  const invoice = firstInvoice(account, subscription, customer, cause);
  if (subscription.collectionMethod === 'send_invoice') return subscription;
  finalizeInvoice(account, invoice, cause);
  if (subscription.status === 'incomplete') payFirst(account, invoice, asked, cause);
  return subscription;
};
