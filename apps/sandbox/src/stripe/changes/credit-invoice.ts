import { noteChange, noteEvent, type Cause, type StripeAccount } from '../account.ts';
import { invalid } from '../errors.ts';
import { amountDueOf } from '../invoice-amounts.ts';
import { toWireCreditNote } from '../objects/wire-credit-note.ts';
import type { StripeInvoice } from '../records/billing.ts';
import type { StripeCreditNote } from '../records/payments.ts';
import { renderCustomer, renderInvoice } from '../render.ts';
import { markPaid } from './mark-paid.ts';
import { refundCharge } from './refund-charge.ts';

export interface CreditRequest {
  readonly amount: number;
  readonly refundAmount: number;
  readonly reason: string | null;
  readonly memo: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

const refundOf = (
  account: StripeAccount,
  invoice: StripeInvoice,
  amount: number,
  cause: Cause,
): StripeCreditNote['refund'] => {
  if (amount === 0) return null;
  const [payment] = account.groups.paymentsOfInvoice.of(invoice.id);
  const charge = account.charges.get(payment?.latestChargeId ?? '');
  if (charge === undefined) throw invalid('This invoice has no payment to refund.', undefined);
  return { id: refundCharge(account, charge, { amount }, cause).id, amount };
};

const lower = (account: StripeAccount, invoice: StripeInvoice, amount: number, cause: Cause): void => {
  noteChange(account, cause, {
    type: 'invoice.updated',
    render: () => renderInvoice(account, invoice),
    apply: () => {
      invoice.creditedAmount += amount;
    },
  });
  if (amountDueOf(invoice) === 0) markPaid(account, invoice, cause);
};

const toBalance = (account: StripeAccount, invoice: StripeInvoice, amount: number, cause: Cause): void => {
  const customer = account.customers.get(invoice.customerId);
  if (customer === undefined || amount === 0) return;
  noteChange(account, cause, {
    type: 'customer.updated',
    render: () => renderCustomer(account, customer),
    apply: () => {
      customer.balance -= amount;
    },
  });
};

/** Lowers an open invoice; of a paid one the money goes back to the card or to the customer's balance. */
export const creditInvoice = (
  account: StripeAccount,
  invoice: StripeInvoice,
  request: CreditRequest,
  cause: Cause,
): StripeCreditNote => {
  const isPaid = invoice.status === 'paid';
  const limit = isPaid ? invoice.amount : amountDueOf(invoice);
  if (invoice.status !== 'open' && !isPaid) {
    throw invalid('Credit notes can only be issued for open or paid invoices.', undefined, 'invoice');
  }
  if (request.amount < 1 || request.amount > limit) {
    throw invalid('The amount of the credit note is too large.', undefined, 'amount');
  }
  const notes = account.groups.creditNotesOfInvoice.of(invoice.id);
  const note: StripeCreditNote = {
    id: account.newId('cn'),
    created: account.nowSeconds(),
    number: `${invoice.number ?? 'DRAFT'}-CN-${String(notes.length + 1).padStart(2, '0')}`,
    invoiceId: invoice.id,
    customerId: invoice.customerId,
    currency: invoice.currency,
    amount: request.amount,
    isAfterPayment: isPaid,
    refund: isPaid ? refundOf(account, invoice, request.refundAmount, cause) : null,
    reason: request.reason,
    memo: request.memo,
    metadata: request.metadata,
    voidedAt: null,
  };
  account.creditNotes.add(note);
  noteEvent(account, cause, { type: 'credit_note.created', object: toWireCreditNote(note) });
  if (isPaid) toBalance(account, invoice, request.amount - request.refundAmount, cause);
  else lower(account, invoice, request.amount, cause);
  return note;
};
