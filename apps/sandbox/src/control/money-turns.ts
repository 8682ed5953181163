import { z } from 'zod';
import type { Route } from '../http/route.ts';
import { byStripe, type StripeAccount } from '../stripe/account.ts';
import { closeDispute, openDispute } from '../stripe/changes/dispute-charge.ts';
import { failRefund, refundCharge } from '../stripe/changes/refund-charge.ts';
import { retryPayment } from '../stripe/life/dunning.ts';
import { toWireCharge } from '../stripe/objects/wire-charge.ts';
import { renderCustomer, renderDispute, renderInvoice, renderRefund } from '../stripe/render.ts';
import { refuseControl } from './control-error.ts';
import { openInvoice, payAll } from './pay-all.ts';
import { found, turn } from './turn.ts';

const id = z.string();

const paymentTurns = (account: StripeAccount): readonly Route[] => [
  turn({
    name: 'card',
    schema: z.strictObject({ customer: id, declineCode: z.string().nullable() }),
    run: ({ customer, declineCode }) => {
      const holder = found(account.customers.get(customer), 'customer');
      holder.declineCode = declineCode;
      return renderCustomer(account, holder);
    },
  }),
  turn({
    name: 'pay',
    schema: z.strictObject({ invoice: id.optional(), subscription: id.optional(), customer: id.optional() }),
    run: (given) => ({ paid: payAll(account, given).map((invoice) => renderInvoice(account, invoice)) }),
  }),
  turn({
    name: 'retry',
    schema: z.strictObject({ invoice: id }),
    run: ({ invoice }) => {
      const open = openInvoice(account, invoice);
      if (open.collectionMethod === 'send_invoice')
        throw refuseControl(409, 'The invoice was sent, and no card is tried for it.');
      retryPayment(account, open, account.nowSeconds());
      return renderInvoice(account, open);
    },
  }),
];

const lossTurns = (account: StripeAccount): readonly Route[] => [
  turn({
    name: 'refund',
    schema: z.strictObject({ charge: id, amount: z.int().min(1).optional() }),
    run: ({ charge, amount }) => {
      const refunded = found(account.charges.get(charge), 'payment');
      const refund = refundCharge(account, refunded, { amount }, byStripe);
      return { refund: renderRefund(account, refund), charge: toWireCharge(refunded) };
    },
  }),
  turn({
    name: 'fail-refund',
    schema: z.strictObject({ refund: id }),
    run: ({ refund }) => {
      const failed = found(account.refunds.get(refund), 'refund');
      if (failed.status === 'failed') throw refuseControl(409, 'The refund has failed already.');
      failRefund(account, failed, byStripe);
      return renderRefund(account, failed);
    },
  }),
  turn({
    name: 'dispute',
    schema: z.strictObject({ charge: id, reason: z.string().default('fraudulent') }),
    run: ({ charge, reason }) => {
      const disputed = found(account.charges.get(charge), 'payment');
      return renderDispute(account, openDispute(account, disputed, reason, byStripe));
    },
  }),
  turn({
    name: 'close-dispute',
    schema: z.strictObject({ dispute: id, outcome: z.enum(['won', 'lost']) }),
    run: ({ dispute, outcome }) => {
      const closed = found(account.disputes.get(dispute), 'dispute');
      closeDispute(account, closed, outcome, byStripe);
      return renderDispute(account, closed);
    },
  }),
];

/** Cards, tries, refunds and disputes. */
export const moneyTurns = (account: StripeAccount): readonly Route[] => [
  ...paymentTurns(account),
  ...lossTurns(account),
];
