import type { Random } from '../random.ts';
import { NO_METADATA } from '../stripe/metadata.ts';
import type {
  DisputeStatus,
  StripeBalanceTransaction,
  StripeCharge,
  StripeDispute,
  StripeRefund,
} from '../stripe/records/payments.ts';
import { DAY } from './plan-dates.ts';

export interface Returns {
  readonly refunds: StripeRefund[];
  readonly disputes: StripeDispute[];
  readonly balanceTransactions: StripeBalanceTransaction[];
}

const REASONS = ['requested_by_customer', 'requested_by_customer', 'duplicate', null];
const COMPLAINTS = ['fraudulent', 'product_not_received', 'subscription_canceled', 'duplicate'];

const ANSWER_WITHIN = 14 * DAY;

const suffixOf = (charge: StripeCharge): string => charge.id.slice('ch_'.length);

/** Gives a charge back, whole or in part; one in ten comes back from the bank. */
const refund = (random: Random, returns: Returns, charge: StripeCharge, created: number): void => {
  const amount = random.chance(0.6) ? charge.amount : Math.max(Math.round(charge.amount / 3), 1);
  const hasFailed = random.chance(0.1);
  const id = `re_${suffixOf(charge)}`;
  const transaction = `txn_r${suffixOf(charge)}`;
  returns.refunds.push({
    id,
    created,
    chargeId: charge.id,
    paymentId: charge.paymentId,
    currency: charge.currency,
    amount,
    reason: random.pick(REASONS),
    status: hasFailed ? 'failed' : 'succeeded',
    balanceTransactionId: transaction,
    failureReason: hasFailed ? 'lost_or_stolen_card' : null,
    metadata: NO_METADATA,
  });
  const move = { created, sourceId: id, currency: charge.currency, fee: 0 };
  returns.balanceTransactions.push({ ...move, id: transaction, type: 'refund', amount: -amount });
  if (hasFailed) {
    returns.balanceTransactions.push({ ...move, id: `${transaction}f`, type: 'refund_failure', amount });
  } else {
    Object.assign(charge, { amountRefunded: amount });
  }
};

const dispute = (
  random: Random,
  returns: Returns,
  charge: StripeCharge,
  { created, status }: { readonly created: number; readonly status: DisputeStatus },
): void => {
  const id = `du_${suffixOf(charge)}`;
  const transaction = `txn_d${suffixOf(charge)}`;
  const move = { created, type: 'adjustment', sourceId: id, currency: charge.currency } as const;
  const moves: StripeBalanceTransaction[] = [
    { ...move, id: transaction, amount: -charge.amount, fee: 2_000 },
    ...(status === 'won' ? [{ ...move, id: `${transaction}w`, amount: charge.amount, fee: 0 }] : []),
  ];
  returns.balanceTransactions.push(...moves);
  returns.disputes.push({
    id,
    created,
    chargeId: charge.id,
    paymentId: charge.paymentId,
    currency: charge.currency,
    amount: charge.amount,
    reason: random.pick(COMPLAINTS),
    dueBy: created + ANSWER_WITHIN,
    status,
    evidence: status === 'needs_response' ? {} : { uncategorized_text: 'Used every day since.' },
    submissions: status === 'needs_response' ? 0 : 1,
    balanceTransactionIds: moves.map((one) => one.id),
    metadata: NO_METADATA,
  });
  Object.assign(charge, { isDisputed: true });
};

const REFUNDED = 0.015;
const DISPUTED = 0.004;
/** So many charges have one complaint that waits for an answer. */
const WITH_OPEN_DISPUTE = 20;

/** Some of the money goes back: refunds, and disputes won, lost and waiting. */
export const planReturns = (
  random: Random,
  deps: { readonly charges: readonly StripeCharge[]; readonly anchor: number },
): Returns => {
  const returns: Returns = { refunds: [], disputes: [], balanceTransactions: [] };
  const paid = deps.charges.filter(({ declineCode }) => declineCode === null);
  const after = (charge: StripeCharge, days: number) => Math.min(charge.created + days * DAY, deps.anchor);
  for (const charge of paid) {
    const drawn = random.next();
    if (drawn < REFUNDED) refund(random, returns, charge, after(charge, random.int(1, 20)));
    else if (drawn < REFUNDED + DISPUTED) {
      const status = random.pick(['won', 'lost', 'under_review'] as const);
      dispute(random, returns, charge, { created: after(charge, random.int(5, 40)), status });
    }
  }
  const newest = paid
    .filter(({ isDisputed, amountRefunded }) => !isDisputed && amountRefunded === 0)
    .reduce<StripeCharge | undefined>(
      (latest, charge) => (latest === undefined || charge.created > latest.created ? charge : latest),
      undefined,
    );
  if (newest !== undefined && paid.length >= WITH_OPEN_DISPUTE) {
    dispute(random, returns, newest, { created: deps.anchor - 3_600, status: 'needs_response' });
  }
  return returns;
};
