import type Stripe from 'stripe';
import type { StripeCreditNote } from '../records/payments.ts';

/** No invoice of the sandbox has taxes or shipping, so every amount is the same. */
export const toWireCreditNote = (note: StripeCreditNote): Stripe.CreditNote => ({
  id: note.id,
  object: 'credit_note',
  amount: note.amount,
  amount_shipping: 0,
  created: note.created,
  currency: note.currency,
  customer: note.customerId,
  customer_account: null,
  customer_balance_transaction: null,
  discount_amount: 0,
  discount_amounts: [],
  effective_at: note.created,
  invoice: note.invoiceId,
  lines: { object: 'list', data: [], has_more: false, url: `/v1/credit_notes/${note.id}/lines` },
  livemode: false,
  memo: note.memo,
  metadata: { ...note.metadata },
  number: note.number,
  out_of_band_amount: null,
  pdf: `https://invoice.stripe.example/credit_notes/${note.id}/pdf`,
  post_payment_amount: note.isAfterPayment ? note.amount : 0,
  pre_payment_amount: note.isAfterPayment ? 0 : note.amount,
  pretax_credit_amounts: [],
  reason: note.reason,
  refunds:
    note.refund === null
      ? []
      : [
          {
            amount_refunded: note.refund.amount,
            payment_record_refund: null,
            refund: note.refund.id,
            type: 'refund',
          },
        ],
  shipping_cost: null,
  status: note.voidedAt === null ? 'issued' : 'void',
  subtotal: note.amount,
  subtotal_excluding_tax: note.amount,
  total: note.amount,
  total_excluding_tax: note.amount,
  total_taxes: [],
  type: note.isAfterPayment ? 'post_payment' : 'pre_payment',
  voided_at: note.voidedAt,
});
