import { noteEvent, type Cause, type StripeAccount } from '../account.ts';
import { invalid } from '../errors.ts';
import { toWireCharge } from '../objects/wire-charge.ts';
import type { StripeBalanceTransaction, StripeCharge, StripeRefund } from '../records/payments.ts';
import { renderRefund } from '../render.ts';

export interface RefundRequest {
  /** The rest of the charge where not given. */
  readonly amount?: number | undefined;
  readonly reason?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>>;
}

const move = (
  account: StripeAccount,
  refund: StripeRefund,
  type: StripeBalanceTransaction['type'],
  amount: number,
): StripeBalanceTransaction =>
  account.balanceTransactions.add({
    id: account.newId('txn'),
    created: account.nowSeconds(),
    type,
    sourceId: refund.id,
    currency: refund.currency,
    amount,
    fee: 0,
  });

const checkedAmount = (charge: StripeCharge, asked: number | undefined): number => {
  const left = charge.amount - charge.amountRefunded;
  if (charge.declineCode !== null) throw invalid('This charge has failed and cannot be refunded.', undefined);
  if (charge.isDisputed) throw invalid('This charge has been charged back.', 'charge_disputed', 'charge');
  if (left === 0) throw invalid(`Charge ${charge.id} has already been refunded.`, 'charge_already_refunded');
  const amount = asked ?? left;
  if (amount < 1 || amount > left) {
    throw invalid('Refund amount is greater than unrefunded amount on charge.', undefined, 'amount');
  }
  return amount;
};

/** Gives money back: the refund, and the charge that tells of it. */
export const refundCharge = (
  account: StripeAccount,
  charge: StripeCharge,
  request: RefundRequest,
  cause: Cause,
): StripeRefund => {
  const amount = checkedAmount(charge, request.amount);
  const refund: StripeRefund = {
    id: account.newId('re'),
    created: account.nowSeconds(),
    chargeId: charge.id,
    paymentId: charge.paymentId,
    currency: charge.currency,
    amount,
    reason: request.reason ?? null,
    status: 'succeeded',
    balanceTransactionId: null,
    failureReason: null,
    metadata: request.metadata ?? {},
  };
  refund.balanceTransactionId = move(account, refund, 'refund', -amount).id;
  account.refunds.add(refund);
  charge.amountRefunded += amount;
  noteEvent(account, cause, { type: 'refund.created', object: renderRefund(account, refund) });
  noteEvent(account, cause, {
    type: 'charge.refunded',
    object: toWireCharge(charge),
    previous: { amount_refunded: charge.amountRefunded - amount },
  });
  return refund;
};

/** Tells of a refund that changed, under both of the names it goes by. */
export const noteRefundChange = (
  account: StripeAccount,
  refund: StripeRefund,
  previous: object,
  cause: Cause,
): void => {
  const object = renderRefund(account, refund);
  noteEvent(account, cause, { type: 'refund.updated', object, previous });
  noteEvent(account, cause, { type: 'charge.refund.updated', object, previous });
};

/** A refund that comes back from the bank, days later. */
export const failRefund = (account: StripeAccount, refund: StripeRefund, cause: Cause): void => {
  const charge = account.charges.get(refund.chargeId);
  const previous = { status: refund.status };
  refund.status = 'failed';
  refund.failureReason = 'lost_or_stolen_card';
  move(account, refund, 'refund_failure', refund.amount);
  if (charge !== undefined) charge.amountRefunded -= refund.amount;
  noteRefundChange(account, refund, previous, cause);
  noteEvent(account, cause, { type: 'refund.failed', object: renderRefund(account, refund) });
};
