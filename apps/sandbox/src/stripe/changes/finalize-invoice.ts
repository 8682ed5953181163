import { noteChange, noteEvent, type Cause, type StripeAccount } from '../account.ts';
import { invalid } from '../errors.ts';
import { amountDueOf } from '../invoice-amounts.ts';
import { toWirePayment } from '../objects/wire-payment.ts';
import type { StripeInvoice } from '../records/billing.ts';
import type { StripePayment } from '../records/payments.ts';
import { renderCustomer, renderInvoice, renderInvoicePayment } from '../render.ts';
import { markPaid } from './mark-paid.ts';

const numberOf = (account: StripeAccount, invoice: StripeInvoice): string => {
  const prefix = account.customers.get(invoice.customerId)?.invoicePrefix ?? 'SANDBOX';
  const numbered = account.groups.invoicesOfCustomer
    .of(invoice.customerId)
    .filter(({ number }) => number !== null);
  return `${prefix}-${String(numbered.length + 1).padStart(4, '0')}`;
};

/** The customer's balance goes in, and what an invoice below nothing leaves goes back to it. */
const applyBalance = (account: StripeAccount, invoice: StripeInvoice, cause: Cause): void => {
  const customer = account.customers.get(invoice.customerId);
  if (customer === undefined) return;
  noteChange(account, cause, {
    type: 'customer.updated',
    render: () => renderCustomer(account, customer),
    apply: () => {
      invoice.appliedBalance = customer.balance;
      customer.balance = Math.min(invoice.amount + customer.balance, 0);
    },
  });
};

const makePayment = (account: StripeAccount, invoice: StripeInvoice, cause: Cause): StripePayment => {
  const payment = account.payments.add({
    id: account.newId('pi'),
    created: account.nowSeconds(),
    customerId: invoice.customerId,
    invoiceId: invoice.id,
    currency: invoice.currency,
    amount: amountDueOf(invoice),
    status: 'requires_payment_method',
    declineCode: null,
    latestChargeId: null,
    canceledAt: null,
    description: invoice.subscriptionId === null ? 'Payment for Invoice' : 'Subscription creation',
    metadata: {},
  });
  noteEvent(account, cause, { type: 'payment_intent.created', object: toWirePayment(payment) });
  return payment;
};

/** The payment that an invoice waits for. */
export const paymentOf = (account: StripeAccount, invoice: StripeInvoice, cause: Cause): StripePayment =>
  account.groups.paymentsOfInvoice.of(invoice.id).find(({ status }) => status !== 'canceled') ??
  makePayment(account, invoice, cause);

/** Numbers a draft and opens it; one that asks for nothing is paid at once. */
export const finalizeInvoice = (account: StripeAccount, invoice: StripeInvoice, cause: Cause): void => {
  if (invoice.status !== 'draft') {
    throw invalid('This invoice is already finalized, you can’t re-finalize a non-draft invoice.', undefined);
  }
  applyBalance(account, invoice, cause);
  invoice.number = numberOf(account, invoice);
  invoice.status = 'open';
  invoice.finalizedAt = account.nowSeconds();
  invoice.autoAdvance = true;
  if (amountDueOf(invoice) > 0) {
    const payment = paymentOf(account, invoice, cause);
    const object = renderInvoicePayment(account, payment);
    if (object !== undefined) noteEvent(account, cause, { type: 'invoice_payment.created', object });
  }
  noteEvent(account, cause, { type: 'invoice.finalized', object: renderInvoice(account, invoice) });
  if (invoice.collectionMethod === 'send_invoice') {
    noteEvent(account, cause, { type: 'invoice.sent', object: renderInvoice(account, invoice) });
  }
  if (amountDueOf(invoice) === 0) markPaid(account, invoice, cause);
};
