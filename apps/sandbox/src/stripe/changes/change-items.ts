import { byStripe, type Cause, type StripeAccount } from '../account.ts';
import { customerOf } from '../life/customer-of.ts';
import type { StripeSubscription, StripeSubscriptionItem } from '../records/billing.ts';
import { changeSubscription } from './change-subscription.ts';
import { failInvoice } from './fail-invoice.ts';
import { finalizeInvoice } from './finalize-invoice.ts';
import { makeInvoice, pendingItems } from './make-invoice.ts';
import { takePayment } from './pay-invoice.ts';
import { prorate } from './prorate.ts';

export type ProrationBehavior = 'create_prorations' | 'always_invoice' | 'none';

const invoiceNow = (account: StripeAccount, subscription: StripeSubscription, cause: Cause): void => {
  const customer = customerOf(account, subscription);
  const waiting = pendingItems(account, customer.id, subscription.currency, subscription.id);
  if (waiting.length === 0) return;
  const invoice = makeInvoice(
    account,
    {
      customer,
      subscription,
      currency: subscription.currency,
      billingReason: 'subscription_update',
      lines: [],
      collectionMethod: subscription.collectionMethod,
      daysUntilDue: subscription.daysUntilDue,
      autoAdvance: true,
    },
    waiting,
    cause,
  );
  finalizeInvoice(account, invoice, cause);
  if (invoice.status !== 'open' || invoice.collectionMethod === 'send_invoice') return;
  const { declineCode } = customer;
  if (declineCode === null) takePayment(account, invoice, null, cause);
  else failInvoice(account, invoice, declineCode);
};

/** Other items from now on, with what that means for the running period. */
export const changeItems = (
  account: StripeAccount,
  subscription: StripeSubscription,
  after: readonly StripeSubscriptionItem[],
  how: { readonly proration: ProrationBehavior; readonly cause?: Cause },
): void => {
  const { proration, cause = byStripe } = how;
  const before = subscription.items;
  changeSubscription(account, cause, subscription, { items: after });
  const isRunning = ['active', 'past_due'].includes(subscription.status);
  if (proration === 'none' || !isRunning) return;
  prorate(account, subscription, { before, after }, cause);
  if (proration === 'always_invoice') invoiceNow(account, subscription, cause);
};
