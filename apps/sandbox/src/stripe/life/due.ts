import type { StripeAccount } from '../account.ts';
import type { StripeInvoice, StripeSubscription } from '../records/billing.ts';
import { advanceDraft, expireIncomplete, markOverdue, retryPayment } from './dunning.ts';
import { announceInvoice, renew, warnOfTrialEnd } from './renew.ts';

/** Something that time alone brings about. */
export interface Due {
  readonly at: number;
  run(): void;
}

const HOUR = 3_600;
const DAY = 86_400;

const INCOMPLETE_FOR = 23 * HOUR;
const UPCOMING_BEFORE = 7 * DAY;
const TRIAL_WARNING_BEFORE = 3 * DAY;

const earliest = (dues: readonly Due[]): Due | undefined =>
  dues.reduce<Due | undefined>(
    (first, due) => (first === undefined || due.at < first.at ? due : first),
    undefined,
  );

/** What comes next for a subscription after that second; what only tells is told once, what acts is caught up on. */
export const nextOfSubscription = (
  account: StripeAccount,
  subscription: StripeSubscription,
  after: number,
): Due | undefined => {
  const { status, endedAt, trialEnd } = subscription;
  if (endedAt !== null) return undefined;
  if (status === 'incomplete') {
    const at = Math.max(subscription.created + INCOMPLETE_FOR, after);
    return { at, run: () => expireIncomplete(account, subscription, at) };
  }
  const end = subscription.items[0]?.periodEnd;
  if (end === undefined || !['active', 'past_due', 'trialing'].includes(status)) return undefined;
  const at = Math.max(end, after);
  const warnAt = (trialEnd ?? 0) - TRIAL_WARNING_BEFORE;
  const tellAt = end - UPCOMING_BEFORE;
  return earliest([
    { at, run: () => renew(account, subscription, at) },
    ...(status === 'trialing' && warnAt > after
      ? [{ at: warnAt, run: () => warnOfTrialEnd(account, subscription, warnAt) }]
      : []),
    ...(tellAt > after && !subscription.cancelAtPeriodEnd
      ? [{ at: tellAt, run: () => announceInvoice(account, subscription, tellAt) }]
      : []),
  ]);
};

/** What comes next for an invoice. */
export const nextOfInvoice = (
  account: StripeAccount,
  invoice: StripeInvoice,
  after: number,
): Due | undefined => {
  const { status, nextPaymentAttempt, dueDate } = invoice;
  if (status === 'draft' && invoice.autoAdvance && !invoice.isDeleted) {
    const at = Math.max(invoice.created + HOUR, after);
    return { at, run: () => advanceDraft(account, invoice, at) };
  }
  if (status !== 'open') return undefined;
  if (nextPaymentAttempt !== null) {
    const at = Math.max(nextPaymentAttempt, after);
    return { at, run: () => retryPayment(account, invoice, at) };
  }
  const isSent = invoice.collectionMethod === 'send_invoice' && dueDate !== null && dueDate > after;
  return isSent ? { at: dueDate, run: () => markOverdue(account, invoice, dueDate) } : undefined;
};
