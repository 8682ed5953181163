import { byStripe, noteChange, noteEvent, type StripeAccount } from '../account.ts';
import type { StripeInvoice, StripeSubscription } from '../records/billing.ts';
import { renderCustomer, renderInvoice } from '../render.ts';
import { changeSubscription } from './change-subscription.ts';
import { takePayment } from './pay-invoice.ts';

const DAY = 86_400;

/** After the first try three more, as smart retries might choose them. */
const RETRY_AFTER_DAYS = [3, 5, 7];

/** A card that will never work is not tried again. */
const HARD_DECLINES: ReadonlySet<string> = new Set([
  'lost_card',
  'stolen_card',
  'incorrect_number',
  'pickup_card',
  'revocation_of_all_authorizations',
]);

/** A bill that was sent is paid by whoever got it: nothing tries a card again. */
const nextAttempt = (
  { attemptCount, collectionMethod }: StripeInvoice,
  declineCode: string,
  now: number,
): number | null => {
  if (collectionMethod === 'send_invoice' || HARD_DECLINES.has(declineCode)) return null;
  const days = RETRY_AFTER_DAYS[attemptCount - 1];
  return days === undefined ? null : now + days * DAY;
};

const markPastDue = (account: StripeAccount, subscription: StripeSubscription): void => {
  if (['active', 'trialing'].includes(subscription.status)) {
    changeSubscription(account, byStripe, subscription, { status: 'past_due' });
  }
  const customer = account.customers.get(subscription.customerId);
  if (customer === undefined || customer.delinquent) return;
  noteChange(account, byStripe, {
    type: 'customer.updated',
    render: () => renderCustomer(account, customer),
    apply: () => {
      customer.delinquent = true;
    },
  });
};

/** An automatic try that the card declines: one more attempt counted, the next one planned, a subscription past due. */
export const failInvoice = (account: StripeAccount, invoice: StripeInvoice, declineCode: string): void => {
  takePayment(account, invoice, declineCode, byStripe);
  noteChange(account, byStripe, {
    type: 'invoice.updated',
    render: () => renderInvoice(account, invoice),
    apply: () => {
      invoice.attemptCount += 1;
      invoice.nextPaymentAttempt = nextAttempt(invoice, declineCode, account.nowSeconds());
    },
  });
  noteEvent(account, byStripe, { type: 'invoice.payment_failed', object: renderInvoice(account, invoice) });
  const subscription = account.subscriptions.get(invoice.subscriptionId ?? '');
  if (subscription !== undefined) markPastDue(account, subscription);
};
