import { byStripe, type StripeAccount } from '../stripe/account.ts';
import { takePayment } from '../stripe/changes/pay-invoice.ts';
import type { StripeInvoice } from '../stripe/records/billing.ts';
import { refuseControl } from './control-error.ts';
import { found } from './turn.ts';

/** An invoice that waits for its money. */
export const openInvoice = (account: StripeAccount, id: string): StripeInvoice => {
  const invoice = found(account.invoices.get(id), 'invoice');
  if (invoice.status !== 'open') throw refuseControl(409, `The invoice is ${invoice.status}, not open.`);
  return invoice;
};

const isOpen = ({ status }: StripeInvoice): boolean => status === 'open';

interface Whose {
  readonly invoice?: string | undefined;
  readonly subscription?: string | undefined;
  readonly customer?: string | undefined;
}

const payable = (account: StripeAccount, { invoice, subscription, customer }: Whose) => {
  if (invoice !== undefined) return [openInvoice(account, invoice)];
  if (subscription !== undefined) {
    const { id } = found(account.subscriptions.get(subscription), 'subscription');
    return account.groups.invoicesOfSubscription.of(id).filter(isOpen);
  }
  const { id } = found(account.customers.get(customer ?? ''), 'customer');
  return account.groups.invoicesOfCustomer.of(id).filter(isOpen);
};

/** A good card from now on, and what is open of an invoice, a subscription or a customer is paid with it. */
export const payAll = (account: StripeAccount, whose: Whose): readonly StripeInvoice[] => {
  if (Object.values(whose).filter((one) => one !== undefined).length !== 1)
    throw refuseControl(400, 'Name one of invoice, subscription and customer.');
  const invoices = payable(account, whose);
  if (invoices.length === 0) throw refuseControl(409, 'Nothing is open there.');
  for (const invoice of invoices) {
    const customer = account.customers.get(invoice.customerId);
    if (customer !== undefined) customer.declineCode = null;
    takePayment(account, invoice, null, byStripe);
  }
  return invoices;
};
