import { noteEvent, type Cause, type StripeAccount } from '../account.ts';
import { toWireCharge } from '../objects/wire-charge.ts';
import { toWirePayment } from '../objects/wire-payment.ts';
import type { StripeCharge, StripePayment } from '../records/payments.ts';

/** Roughly what a European card costs. */
const feeOn = (amount: number): number => Math.round(amount * 0.015) + 25;

const settle = (account: StripeAccount, charge: StripeCharge): void => {
  const moved = account.balanceTransactions.add({
    id: account.newId('txn'),
    created: account.nowSeconds(),
    type: 'charge',
    sourceId: charge.id,
    currency: charge.currency,
    amount: charge.amount,
    fee: feeOn(charge.amount),
  });
  charge.balanceTransactionId = moved.id;
};

/** Tries the card once: a charge that succeeded or failed, and the payment as that leaves it. */
export const chargeCard = (
  account: StripeAccount,
  payment: StripePayment,
  declineCode: string | null,
  cause: Cause,
): StripeCharge => {
  const charge: StripeCharge = {
    id: account.newId('ch'),
    created: account.nowSeconds(),
    paymentId: payment.id,
    customerId: payment.customerId,
    currency: payment.currency,
    amount: payment.amount,
    declineCode,
    balanceTransactionId: null,
    amountRefunded: 0,
    isDisputed: false,
    metadata: payment.metadata,
  };
  if (declineCode === null) settle(account, charge);
  account.charges.add(charge);
  payment.latestChargeId = charge.id;
  payment.declineCode = declineCode;
  payment.status = declineCode === null ? 'succeeded' : 'requires_payment_method';
  const isPaid = declineCode === null;
  noteEvent(account, cause, {
    type: isPaid ? 'charge.succeeded' : 'charge.failed',
    object: toWireCharge(charge),
  });
  noteEvent(account, cause, {
    type: isPaid ? 'payment_intent.succeeded' : 'payment_intent.payment_failed',
    object: toWirePayment(payment),
  });
  return charge;
};
