import { byStripe, type StripeAccount } from '../account.ts';
import { changeSubscription } from '../changes/change-subscription.ts';
import { finalizeInvoice } from '../changes/finalize-invoice.ts';
import { lineOfItem, makeInvoice, pendingItems } from '../changes/make-invoice.ts';
import { periodSeconds } from '../period.ts';
import type { StripeInvoice, StripeSubscription } from '../records/billing.ts';
import { customerOf } from './customer-of.ts';

/** The items with the period that begins now. */
export const itemsFrom = (subscription: StripeSubscription, now: number): StripeSubscription['items'] =>
  subscription.items.map((item) => ({
    ...item,
    periodStart: now,
    periodEnd: now + periodSeconds(item.price),
  }));

/** The next period begins: its invoice, open; one that is to be sent stays a draft for an hour. */
export const startNextPeriod = (account: StripeAccount, subscription: StripeSubscription): StripeInvoice => {
  const now = account.nowSeconds();
  const customer = customerOf(account, subscription);
  const before = subscription.items[0];
  changeSubscription(account, byStripe, subscription, { items: itemsFrom(subscription, now) });
  const invoice = makeInvoice(
    account,
    {
      customer,
      subscription,
      currency: subscription.currency,
      billingReason: 'subscription_cycle',
      lines: subscription.items.map(lineOfItem),
      collectionMethod: subscription.collectionMethod,
      daysUntilDue: subscription.daysUntilDue,
      autoAdvance: true,
      period: { start: before?.periodStart ?? now, end: now },
    },
    pendingItems(account, customer.id, subscription.currency, subscription.id),
    byStripe,
  );
  if (subscription.collectionMethod === 'charge_automatically') finalizeInvoice(account, invoice, byStripe);
  return invoice;
};
