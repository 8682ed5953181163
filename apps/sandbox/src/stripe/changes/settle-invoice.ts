import { noteChange, noteEvent, type Cause, type StripeAccount } from '../account.ts';
import { invalid } from '../errors.ts';
import type { StripeInvoice } from '../records/billing.ts';
import { renderInvoice } from '../render.ts';
import { cancelPayments } from './pay-invoice.ts';

const requireStatus = (invoice: StripeInvoice, allowed: readonly string[], verb: string): void => {
  if (allowed.includes(invoice.status)) return;
  throw invalid(`You can only ${verb} invoices that are ${allowed.join(' or ')}.`, undefined);
};

interface Settlement {
  readonly type: string;
  apply(): void;
}

const settle = (
  account: StripeAccount,
  invoice: StripeInvoice,
  cause: Cause,
  { type, apply }: Settlement,
): void => {
  const render = () => renderInvoice(account, invoice);
  noteChange(account, cause, { type: 'invoice.updated', render, apply });
  noteEvent(account, cause, { type, object: render() });
};

/** Takes an open invoice back. */
export const voidInvoice = (account: StripeAccount, invoice: StripeInvoice, cause: Cause): void => {
  requireStatus(invoice, ['open', 'uncollectible'], 'void');
  cancelPayments(account, invoice, cause);
  settle(account, invoice, cause, {
    type: 'invoice.voided',
    apply: () => {
      invoice.status = 'void';
      invoice.voidedAt = account.nowSeconds();
      invoice.nextPaymentAttempt = null;
    },
  });
};

/** Gives an open invoice up. Its customer stays delinquent. */
export const markUncollectible = (account: StripeAccount, invoice: StripeInvoice, cause: Cause): void => {
  requireStatus(invoice, ['open'], 'mark as uncollectible');
  settle(account, invoice, cause, {
    type: 'invoice.marked_uncollectible',
    apply: () => {
      invoice.status = 'uncollectible';
      invoice.uncollectibleAt = account.nowSeconds();
      invoice.nextPaymentAttempt = null;
    },
  });
};

/** Deletes a draft that is no subscription's; what it had taken in waits again. */
export const deleteDraft = (account: StripeAccount, invoice: StripeInvoice, cause: Cause): void => {
  requireStatus(invoice, ['draft'], 'delete');
  if (invoice.subscriptionId !== null) {
    throw invalid('You can’t delete invoices created by subscriptions.', undefined);
  }
  invoice.isDeleted = true;
  for (const item of account.groups.invoiceItemsOfCustomer.of(invoice.customerId)) {
    if (item.invoiceId === invoice.id) item.invoiceId = null;
  }
  noteEvent(account, cause, { type: 'invoice.deleted', object: renderInvoice(account, invoice) });
};
