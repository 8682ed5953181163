import { atMoment, byStripe, noteEvent, type StripeAccount } from '../account.ts';
import { changeSubscription } from '../changes/change-subscription.ts';
import { endSubscription } from '../changes/end-subscription.ts';
import { failInvoice } from '../changes/fail-invoice.ts';
import { draftOf, lineOfItem, pendingItems, lineOfInvoiceItem } from '../changes/make-invoice.ts';
import { takePayment } from '../changes/pay-invoice.ts';
import type { StripeInvoice, StripeSubscription } from '../records/billing.ts';
import { renderInvoice, renderSubscription } from '../render.ts';
import { customerOf } from './customer-of.ts';
import { itemsFrom, startNextPeriod } from './next-period.ts';

/** Tries the card on file for an open invoice; one that is sent is left to its customer. */
export const collect = (account: StripeAccount, invoice: StripeInvoice): void => {
  if (invoice.status !== 'open' || invoice.collectionMethod === 'send_invoice') return;
  const { declineCode } = customerOf(account, invoice);
  if (declineCode === null) takePayment(account, invoice, null, byStripe);
  else failInvoice(account, invoice, declineCode);
};

/**
 * A period is over: the subscription ends where it was to, otherwise the next one begins with an invoice
 * that the card on file pays or declines. A trial that is over becomes active.
 */
export const renew = (
  account: StripeAccount,
  subscription: StripeSubscription,
  at: number,
): StripeInvoice | undefined => {
  const then = atMoment(account, at);
  if (subscription.endedAt !== null) return undefined;
  if (subscription.cancelAtPeriodEnd) {
    endSubscription(then, subscription, { cause: byStripe, reason: 'cancellation_requested' });
    return undefined;
  }
  if (subscription.status === 'trialing') {
    changeSubscription(then, byStripe, subscription, { status: 'active' });
  }
  const invoice = startNextPeriod(then, subscription);
  collect(then, invoice);
  return invoice;
};

/** Tells, days before, that a trial is about to end. */
export const warnOfTrialEnd = (account: StripeAccount, subscription: StripeSubscription, at: number): void =>
  noteEvent(atMoment(account, at), byStripe, {
    type: 'customer.subscription.trial_will_end',
    object: renderSubscription(account, subscription),
  });

/** The next invoice of a subscription as it would be, with an empty id and in no list. */
export const upcomingInvoice = (
  account: StripeAccount,
  subscription: StripeSubscription,
  items: StripeSubscription['items'] = subscription.items,
): StripeInvoice => {
  const customer = customerOf(account, subscription);
  const at = subscription.items[0]?.periodEnd ?? account.nowSeconds();
  const next = itemsFrom({ ...subscription, items }, at);
  const waiting = pendingItems(account, customer.id, subscription.currency, subscription.id);
  return draftOf('', at, {
    customer,
    subscription,
    currency: subscription.currency,
    billingReason: 'subscription_cycle',
    lines: [...next.map(lineOfItem), ...waiting.map(lineOfInvoiceItem)],
    collectionMethod: subscription.collectionMethod,
    daysUntilDue: subscription.daysUntilDue,
    autoAdvance: true,
    period: { start: subscription.items[0]?.periodStart ?? at, end: at },
  });
};

/** An upcoming invoice as its event shows it: without an id, and its lines as well. */
export const upcomingObject = (account: StripeAccount, subscription: StripeSubscription): object => {
  const { id: _none, ...wire } = renderInvoice(account, upcomingInvoice(account, subscription));
  return { ...wire, billing_reason: 'upcoming' };
};

/** Tells, days before, of the next invoice. */
export const announceInvoice = (account: StripeAccount, subscription: StripeSubscription, at: number): void =>
  noteEvent(atMoment(account, at), byStripe, {
    type: 'invoice.upcoming',
    object: upcomingObject(account, subscription),
  });
