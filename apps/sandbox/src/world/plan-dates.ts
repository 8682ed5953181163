import type { Random } from '../random.ts';
import type { SubscriptionStatus } from '../stripe/records/billing.ts';

export const DAY = 86_400;

interface Dates {
  readonly created: number;
  readonly periodStart: number;
  readonly periodEnd: number;
  readonly endedAt: number | null;
}

/**
 * Nothing begins before its customer did, and a period past due has just begun: its renewal is what failed. What is
 * incomplete began today: Stripe gives a first payment 23 hours, then the subscription has expired.
 */
export const planDates = (
  random: Random,
  status: SubscriptionStatus,
  stepSeconds: number,
  span: { readonly from: number; readonly to: number },
): Dates => {
  const ageDays = Math.max(Math.floor((span.to - span.from) / DAY), 1);
  const hasEnded = status === 'canceled' || status === 'incomplete_expired';
  const endedAt = hasEnded ? span.to - random.int(0, Math.min(120, ageDays - 1)) * DAY : null;
  const daysSince = random.int(1, status === 'past_due' || status === 'unpaid' ? 12 : 27);
  const daysIn = status === 'incomplete' ? 0 : daysSince;
  const periodStart = Math.max((endedAt ?? span.to) - daysIn * DAY, span.from);
  const isFirst = status === 'trialing' || status.startsWith('incomplete');
  const possible = Math.floor((periodStart - span.from) / stepSeconds);
  const created = periodStart - (isFirst ? 0 : random.int(0, possible)) * stepSeconds;
  return { created, periodStart, periodEnd: periodStart + stepSeconds, endedAt };
};

export interface Trial {
  readonly created: number;
  readonly trialStart: number | null;
  readonly trialEnd: number | null;
}

const TRIAL = 14 * DAY;

/** One in five began with a trial, where its customer is old enough for that. */
export const planTrial = (
  random: Random,
  status: SubscriptionStatus,
  created: number,
  from: number,
): Trial => {
  const hadTrial = random.chance(0.2) && !status.startsWith('incomplete') && created - TRIAL >= from;
  return hadTrial
    ? { created: created - TRIAL, trialStart: created - TRIAL, trialEnd: created }
    : { created, trialStart: null, trialEnd: null };
};
