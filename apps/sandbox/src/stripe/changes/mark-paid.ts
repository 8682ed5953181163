import { noteChange, noteEvent, type Cause, type StripeAccount } from '../account.ts';
import type { StripeInvoice } from '../records/billing.ts';
import { renderCustomer, renderInvoice } from '../render.ts';
import { changeSubscription } from './change-subscription.ts';

/** Past due and unpaid ones come back once nothing is open; the first payment starts an incomplete one. */
const restoreSubscription = (account: StripeAccount, invoice: StripeInvoice, cause: Cause): void => {
  const subscription = account.subscriptions.get(invoice.subscriptionId ?? '');
  if (subscription === undefined || !['past_due', 'unpaid', 'incomplete'].includes(subscription.status)) {
    return;
  }
  const invoices = account.groups.invoicesOfSubscription.of(subscription.id);
  if (invoices.some(({ status }) => status === 'open')) return;
  changeSubscription(account, cause, subscription, { status: 'active' });
};

const restoreCustomer = (account: StripeAccount, customerId: string, cause: Cause): void => {
  const customer = account.customers.get(customerId);
  const stillOpen = account.groups.invoicesOfCustomer
    .of(customerId)
    .some((other) => other.status === 'open' && other.attemptCount > 0);
  if (customer === undefined || !customer.delinquent || stillOpen) return;
  noteChange(account, cause, {
    type: 'customer.updated',
    render: () => renderCustomer(account, customer),
    apply: () => {
      customer.delinquent = false;
    },
  });
};

/** An invoice that is settled, and what follows from it. */
export const markPaid = (account: StripeAccount, invoice: StripeInvoice, cause: Cause): void => {
  noteChange(account, cause, {
    type: 'invoice.updated',
    render: () => renderInvoice(account, invoice),
    apply: () => {
      invoice.status = 'paid';
      invoice.paidAt = account.nowSeconds();
      invoice.nextPaymentAttempt = null;
    },
  });
  const object = renderInvoice(account, invoice);
  noteEvent(account, cause, { type: 'invoice.paid', object });
  noteEvent(account, cause, { type: 'invoice.payment_succeeded', object });
  restoreSubscription(account, invoice, cause);
  restoreCustomer(account, invoice.customerId, cause);
};
