import { byStripe, type StripeAccount } from '../account.ts';
import { startNextPeriod } from '../life/next-period.ts';
import type { StripeInvoice, StripeSubscription } from '../records/billing.ts';
import { failInvoice } from './fail-invoice.ts';
import { finalizeInvoice } from './finalize-invoice.ts';

/**
 * A renewal whose payment fails, whatever the card on file is: a new open invoice and a subscription past
 * due. If one is open already, one more attempt on it.
 */
export const failPayment = (account: StripeAccount, subscription: StripeSubscription): StripeInvoice => {
  const open = account.groups.invoicesOfSubscription
    .of(subscription.id)
    .findLast(({ status }) => status === 'open');
  const invoice = open ?? startNextPeriod(account, subscription);
  if (invoice.status === 'draft') finalizeInvoice(account, invoice, byStripe);
  if (invoice.status === 'open') failInvoice(account, invoice, 'insufficient_funds');
  return invoice;
};
