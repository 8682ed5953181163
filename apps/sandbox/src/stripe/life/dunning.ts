import { atMoment, byStripe, noteEvent, type StripeAccount } from '../account.ts';
import { changeSubscription } from '../changes/change-subscription.ts';
import { endSubscription } from '../changes/end-subscription.ts';
import { finalizeInvoice } from '../changes/finalize-invoice.ts';
import { takePayment } from '../changes/pay-invoice.ts';
import { voidInvoice } from '../changes/settle-invoice.ts';
import type { StripeInvoice, StripeSubscription } from '../records/billing.ts';
import { renderInvoice } from '../render.ts';
import { customerOf } from './customer-of.ts';
import { collect } from './renew.ts';

/** What is done with a subscription when no retry is left, as the account is set. */
const giveUp = (account: StripeAccount, subscription: StripeSubscription): void => {
  if (subscription.endedAt !== null) return;
  switch (account.switches.afterRetries) {
    case 'cancel':
      endSubscription(account, subscription, { cause: byStripe, reason: 'payment_failed' });
      return;
    case 'unpaid':
      changeSubscription(account, byStripe, subscription, { status: 'unpaid' });
      return;
    case 'past_due':
  }
};

/** The next automatic try at an open invoice; the last one that fails ends the subscription, or leaves it unpaid. */
export const retryPayment = (account: StripeAccount, invoice: StripeInvoice, at: number): void => {
  const then = atMoment(account, at);
  collect(then, invoice);
  const subscription = account.subscriptions.get(invoice.subscriptionId ?? '');
  const isExhausted = invoice.status === 'open' && invoice.nextPaymentAttempt === null;
  if (isExhausted && subscription !== undefined) giveUp(then, subscription);
};

/** A good card, and everything that was open is paid with it. */
export const recover = (account: StripeAccount, subscription: StripeSubscription, at: number): void => {
  const then = atMoment(account, at);
  customerOf(account, subscription).declineCode = null;
  for (const invoice of account.groups.invoicesOfSubscription.of(subscription.id)) {
    if (invoice.status === 'open') takePayment(then, invoice, null, byStripe);
  }
};

/** A first payment that never came: after 23 hours the subscription is void, and its invoice. */
export const expireIncomplete = (
  account: StripeAccount,
  subscription: StripeSubscription,
  at: number,
): void => {
  const then = atMoment(account, at);
  changeSubscription(then, byStripe, subscription, { status: 'incomplete_expired', endedAt: at });
  for (const invoice of account.groups.invoicesOfSubscription.of(subscription.id)) {
    if (invoice.status === 'open') voidInvoice(then, invoice, byStripe);
  }
};

/** A draft that advances by itself: opened after an hour, and charged. */
export const advanceDraft = (account: StripeAccount, invoice: StripeInvoice, at: number): void => {
  const then = atMoment(account, at);
  finalizeInvoice(then, invoice, byStripe);
  collect(then, invoice);
};

/** A sent invoice that nobody has paid by its day. */
export const markOverdue = (account: StripeAccount, invoice: StripeInvoice, at: number): void => {
  const then = atMoment(account, at);
  noteEvent(then, byStripe, { type: 'invoice.overdue', object: renderInvoice(then, invoice) });
  const subscription = account.subscriptions.get(invoice.subscriptionId ?? '');
  if (subscription?.status === 'active') {
    changeSubscription(then, byStripe, subscription, { status: 'past_due' });
  }
};
