import { noteEvent, type Cause, type StripeAccount } from '../account.ts';
import { invalid, refuse } from '../errors.ts';
import { toWirePayment } from '../objects/wire-payment.ts';
import type { StripeInvoice } from '../records/billing.ts';
import { renderInvoice, renderInvoicePayment } from '../render.ts';
import { chargeCard } from './charge-card.ts';
import { paymentOf } from './finalize-invoice.ts';
import { markPaid } from './mark-paid.ts';

/** Stripe's answer to a card that says no. */
export const declined = (declineCode: string) =>
  refuse(402, {
    type: 'card_error',
    code: 'card_declined',
    decline_code: declineCode,
    message: 'Your card was declined.',
  });

/** Takes the money from the card on file; false when it is declined, which the caller makes known. */
export const takePayment = (
  account: StripeAccount,
  invoice: StripeInvoice,
  declineCode: string | null,
  cause: Cause,
): boolean => {
  const payment = paymentOf(account, invoice, cause);
  chargeCard(account, payment, declineCode, cause);
  if (declineCode !== null) return false;
  markPaid(account, invoice, cause);
  const object = renderInvoicePayment(account, payment);
  if (object !== undefined) noteEvent(account, cause, { type: 'invoice_payment.paid', object });
  return true;
};

/** Money that came some other way: no charge, and the payment that waited is called off. */
const payOutOfBand = (account: StripeAccount, invoice: StripeInvoice, cause: Cause): void => {
  cancelPayments(account, invoice, cause);
  markPaid(account, invoice, cause);
};

/** Calls off what an invoice waited for. */
export const cancelPayments = (account: StripeAccount, invoice: StripeInvoice, cause: Cause): void => {
  for (const payment of account.groups.paymentsOfInvoice.of(invoice.id)) {
    if (payment.status === 'succeeded' || payment.status === 'canceled') continue;
    payment.status = 'canceled';
    payment.canceledAt = account.nowSeconds();
    noteEvent(account, cause, { type: 'payment_intent.canceled', object: toWirePayment(payment) });
  }
};

/** Pays when asked, or answers 402 when the card on file is declined. */
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
  if (options.isOutOfBand) {
    payOutOfBand(account, invoice, cause);
    return;
  }
  const declineCode = account.customers.get(invoice.customerId)?.declineCode ?? null;
  takePayment(account, invoice, declineCode, cause);
  if (declineCode === null) return;
  noteEvent(account, cause, { type: 'invoice.payment_failed', object: renderInvoice(account, invoice) });
  throw declined(declineCode);
};
