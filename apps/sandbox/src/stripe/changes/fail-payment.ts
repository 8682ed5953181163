import { byStripe, noteEvent, type StripeAccount } from '../account.ts';
import { renderCustomer, renderInvoice, renderSubscription } from '../expand.ts';
import { periodSeconds } from '../period.ts';
import type { StripeInvoice, StripeSubscription } from '../records.ts';

const DAY = 86_400;
const MAX_ATTEMPTS = 4;

const startNextPeriod = (subscription: StripeSubscription, now: number): void => {
  for (const item of subscription.items) {
    item.periodStart = now;
    item.periodEnd = now + periodSeconds(item.price.interval);
  }
};

const renewalInvoice = (account: StripeAccount, subscription: StripeSubscription): StripeInvoice => {
  const now = account.nowSeconds();
  const customer = account.customers.get(subscription.customerId);
  return account.invoices.add({
    id: account.newId('in'),
    created: now,
    number: `${customer?.invoicePrefix ?? 'SANDBOX'}-${account.invoices.items.length}`,
    customerId: subscription.customerId,
    subscriptionId: subscription.id,
    billingReason: 'subscription_cycle',
    currency: subscription.currency,
    amount: subscription.items.reduce((sum, item) => sum + item.price.unitAmount * item.quantity, 0),
    lines: subscription.items.map((item) => ({ ...item })),
    periodStart: subscription.items[0]?.periodStart ?? now,
    periodEnd: now,
    collectionMethod: 'charge_automatically',
    dueDate: null,
    status: 'open',
    attemptCount: 0,
    nextPaymentAttempt: null,
    paidAt: null,
    voidedAt: null,
    uncollectibleAt: null,
  });
};

const noteFailure = (account: StripeAccount, invoice: StripeInvoice): void => {
  const now = account.nowSeconds();
  invoice.attemptCount += 1;
  invoice.nextPaymentAttempt = invoice.attemptCount >= MAX_ATTEMPTS ? null : now + 3 * DAY;
  const object = renderInvoice(account, invoice);
  const previous = { attempt_count: invoice.attemptCount - 1 };
  noteEvent(account, byStripe, { type: 'invoice.updated', object, previous });
  noteEvent(account, byStripe, { type: 'invoice.payment_failed', object });
};

const markPastDue = (account: StripeAccount, subscription: StripeSubscription): void => {
  const previous = { status: subscription.status };
  subscription.status = 'past_due';
  noteEvent(account, byStripe, {
    type: 'customer.subscription.updated',
    object: renderSubscription(account, subscription),
    previous,
  });
  const customer = account.customers.get(subscription.customerId);
  if (customer === undefined || customer.delinquent) return;
  customer.delinquent = true;
  noteEvent(account, byStripe, {
    type: 'customer.updated',
    object: renderCustomer(account, customer),
    previous: { delinquent: false },
  });
};

/**
 * A renewal whose payment fails: a new open invoice and a subscription past due. If it is past due
 * already, one more attempt on the invoice that is open.
 */
export const failPayment = (account: StripeAccount, subscription: StripeSubscription): StripeInvoice => {
  const open = account.invoices.items.findLast(
    (invoice) => invoice.subscriptionId === subscription.id && invoice.status === 'open',
  );
  if (open !== undefined) {
    noteFailure(account, open);
    if (subscription.status !== 'past_due') markPastDue(account, subscription);
    return open;
  }
  const invoice = renewalInvoice(account, subscription);
  startNextPeriod(subscription, account.nowSeconds());
  subscription.latestInvoiceId = invoice.id;
  for (const type of ['invoice.created', 'invoice.finalized']) {
    noteEvent(account, byStripe, { type, object: renderInvoice(account, invoice) });
  }
  noteFailure(account, invoice);
  markPastDue(account, subscription);
  return invoice;
};
