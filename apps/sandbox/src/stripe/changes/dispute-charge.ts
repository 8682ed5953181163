import { noteChange, noteEvent, type Cause, type StripeAccount } from '../account.ts';
import { invalid } from '../errors.ts';
import { toWireCharge } from '../objects/wire-charge.ts';
import type { StripeCharge, StripeDispute } from '../records/payments.ts';
import { renderDispute } from '../render.ts';

const FEE = 2_000;
const ANSWER_WITHIN_SECONDS = 14 * 86_400;

const move = (account: StripeAccount, dispute: StripeDispute, amount: number, fee: number): void => {
  const { id } = account.balanceTransactions.add({
    id: account.newId('txn'),
    created: account.nowSeconds(),
    type: 'adjustment',
    sourceId: dispute.id,
    currency: dispute.currency,
    amount,
    fee,
  });
  dispute.balanceTransactionIds = [...dispute.balanceTransactionIds, id];
};

const markCharge = (account: StripeAccount, charge: StripeCharge, cause: Cause): void =>
  noteChange(account, cause, {
    type: 'charge.updated',
    render: () => toWireCharge(charge),
    apply: () => {
      charge.isDisputed = true;
    },
  });

/** The card's holder wants the money back, and the bank takes it at once. */
export const openDispute = (
  account: StripeAccount,
  charge: StripeCharge,
  reason: string,
  cause: Cause,
): StripeDispute => {
  if (charge.declineCode !== null || charge.isDisputed) {
    throw invalid('This charge cannot be disputed.', undefined, 'charge');
  }
  const dispute: StripeDispute = {
    id: account.newId('du'),
    created: account.nowSeconds(),
    chargeId: charge.id,
    paymentId: charge.paymentId,
    currency: charge.currency,
    amount: charge.amount - charge.amountRefunded,
    reason,
    dueBy: account.nowSeconds() + ANSWER_WITHIN_SECONDS,
    status: 'needs_response',
    evidence: {},
    submissions: 0,
    balanceTransactionIds: [],
    metadata: {},
  };
  move(account, dispute, -dispute.amount, FEE);
  account.disputes.add(dispute);
  markCharge(account, charge, cause);
  const object = renderDispute(account, dispute);
  noteEvent(account, cause, { type: 'charge.dispute.created', object });
  noteEvent(account, cause, { type: 'charge.dispute.funds_withdrawn', object });
  return dispute;
};

export interface Evidence {
  readonly evidence: Readonly<Record<string, string>>;
  readonly isSubmitted: boolean;
}

/** Writes evidence, and sends it to the bank where asked to. */
export const addEvidence = (
  account: StripeAccount,
  dispute: StripeDispute,
  { evidence, isSubmitted }: Evidence,
  cause: Cause,
): void => {
  if (dispute.status !== 'needs_response') throw invalid('This dispute is already closed.', undefined);
  noteChange(account, cause, {
    type: 'charge.dispute.updated',
    render: () => renderDispute(account, dispute),
    apply: () => {
      dispute.evidence = { ...dispute.evidence, ...evidence };
      if (!isSubmitted) return;
      dispute.submissions += 1;
      dispute.status = 'under_review';
    },
  });
};

/** The bank decides, or we give in. */
export const closeDispute = (
  account: StripeAccount,
  dispute: StripeDispute,
  outcome: 'won' | 'lost',
  cause: Cause,
): void => {
  if (dispute.status === 'won' || dispute.status === 'lost') {
    throw invalid('This dispute is already closed.', undefined);
  }
  dispute.status = outcome;
  if (outcome === 'won') move(account, dispute, dispute.amount, 0);
  const object = renderDispute(account, dispute);
  noteEvent(account, cause, { type: 'charge.dispute.closed', object });
  if (outcome === 'won') noteEvent(account, cause, { type: 'charge.dispute.funds_reinstated', object });
};
