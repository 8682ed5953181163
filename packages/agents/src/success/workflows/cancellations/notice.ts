import { toMoney } from '@sherpa/core';
import type { CustomerSignals } from '@sherpa/db';
import { monthlyRevenueMinor, type StripeSubscription } from '@sherpa/integrations/stripe';
import { z } from 'zod';

/** Of a subscription, what its cancellation is about; as a step remembers it. */
export const noticeSchema = z.object({
  id: z.string(),
  customerId: z.string(),
  currency: z.string(),
  monthlyMinor: z.int(),
  isLive: z.boolean(),
  isLeaving: z.boolean(),
  reason: z.string().nullable(),
  feedback: z.string().nullable(),
  comment: z.string().nullable(),
  givenAt: z.iso.datetime().nullable(),
  endsAt: z.iso.datetime().nullable(),
});

export type Notice = z.output<typeof noticeSchema>;

const LIVE = new Set(['active', 'trialing', 'past_due', 'unpaid', 'paused']);

export const noticeOf = (subscription: StripeSubscription): Notice => {
  const { id, customerId, currency, status, cancelAtPeriodEnd, canceledAt } = subscription;
  const isLive = LIVE.has(status);
  return {
    id,
    customerId,
    currency,
    // What it brought while it lived.
    monthlyMinor: monthlyRevenueMinor({ ...subscription, status: 'active' }),
    isLive,
    isLeaving: isLive && cancelAtPeriodEnd,
    reason: subscription.cancelReason,
    feedback: subscription.cancelFeedback,
    comment: subscription.cancelComment,
    givenAt: canceledAt?.toISOString() ?? null,
    endsAt: (subscription.endedAt ?? subscription.currentPeriodEnd)?.toISOString() ?? null,
  };
};

const words = (code: string): string => code.replaceAll('_', ' ');

/** Why, as Stripe has it: what the customer chose before what the system noted. */
export const reasonOf = ({ feedback, reason }: Notice): string => words(feedback ?? reason ?? 'not told');

/** What the owner is told before they call. */
export const noticeText = (
  notice: Notice,
  signals: CustomerSignals | undefined,
  points: number | null,
): string =>
  [
    `The subscription ends on ${notice.endsAt?.slice(0, 10) ?? 'a day that is not told'}.`,
    `It brings ${toMoney(notice.monthlyMinor, notice.currency)} a month.`,
    `Reason: ${reasonOf(notice)}.`,
    notice.comment === null ? '' : `They wrote: ${notice.comment}`,
    points === null ? '' : `Churn points: ${points}.`,
    signals === undefined
      ? ''
      : `Open tickets: ${signals.openTickets}. Failed payments lately: ${signals.failedPayments}.`,
    (signals?.live ?? 0) > 1 ? `Other subscriptions that go on: ${(signals?.live ?? 0) - 1}.` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
