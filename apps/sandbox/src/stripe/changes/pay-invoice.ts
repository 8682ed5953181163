import { noteEvent, type Cause, type StripeAccount } from '../account.ts';
import { invalid, refuse } from '../errors.ts';
import { renderCustomer, renderInvoice, renderSubscription } from '../expand.ts';
import type { StripeInvoice } from '../records.ts';

const restoreSubscription = (account: StripeAccount, invoice: StripeInvoice, cause: Cause): void => {
  const subscription = account.subscriptions.get(invoice.subscriptionId ?? '');
  if (subscription === undefined || !['past_due', 'unpaid', 'incomplete'].includes(subscription.status))
    return;
  const stillOpen = account.invoices.items.some(
    (other) => other.subscriptionId === subscription.id && other.status === 'open',
  );
  if (stillOpen) return;
  const previous = { status: subscription.status };
  subscription.status = 'active';
  noteEvent(account, cause, {
    type: 'customer.subscription.updated',
    object: renderSubscription(account, subscription),
    previous,
  });
};

const restoreCustomer = (account: StripeAccount, customerId: string, cause: Cause): void => {
  const customer = account.customers.get(customerId);
  const stillOpen = account.invoices.items.some(
    (other) => other.customerId === customerId && other.status === 'open' && other.attemptCount > 0,
  );
  if (customer === undefined || !customer.delinquent || stillOpen) return;
  customer.delinquent = false;
  noteEvent(account, cause, {
    type: 'customer.updated',
    object: renderCustomer(account, customer),
    previous: { delinquent: true },
  });
};

/** Takes the money, or answers 402 when the card on file is declined. */
export const payInvoice = (
  account: StripeAccount,
  invoice: StripeInvoice,
  options: { readonly isOutOfBand: boolean },
  cause: Cause,
): void => {
  if (invoice.status === 'paid') throw invalid('Invoice is already paid', undefined);
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible') {
    throw invalid(`Invoices with status ${invoice.status} cannot be paid.`, undefined);
  }
  const customer = account.customers.get(invoice.customerId);
  const declineCode = options.isOutOfBand ? null : (customer?.declineCode ?? null);
  if (declineCode !== null) {
    noteEvent(account, cause, { type: 'invoice.payment_failed', object: renderInvoice(account, invoice) });
    throw refuse(402, {
      type: 'card_error',
      code: 'card_declined',
      decline_code: declineCode,
      message: 'Your card was declined.',
    });
  }
  const previous = { status: invoice.status };
  invoice.status = 'paid';
  invoice.paidAt = account.nowSeconds();
  invoice.nextPaymentAttempt = null;
  const object = renderInvoice(account, invoice);
  noteEvent(account, cause, { type: 'invoice.updated', object, previous });
  noteEvent(account, cause, { type: 'invoice.paid', object });
  noteEvent(account, cause, { type: 'invoice.payment_succeeded', object });
  restoreSubscription(account, invoice, cause);
  restoreCustomer(account, invoice.customerId, cause);
};
