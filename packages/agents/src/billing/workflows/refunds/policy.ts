import { toMoney } from '@sherpa/core';
import type { StripeCharge } from '@sherpa/integrations/stripe';
import type { z } from 'zod';
import { counted } from '../../../counted.ts';
import type { refunds } from './definition.ts';

type Rules = z.output<(typeof refunds)['settings']>;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

export type Verdict =
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'allowed'; readonly amountMinor: number; readonly needsApproval: boolean };

interface Asked {
  readonly charge: StripeCharge;
  readonly amountMinor: number | undefined;
  readonly askedAt: Date;
  /** What the customer got back in the last thirty days, in the charge's currency. */
  readonly spentMinor: number;
}

const brokenRule = (
  { charge, amountMinor, askedAt, spentMinor }: Asked,
  rules: Rules,
): string | undefined => {
  const left = charge.amountMinor - charge.amountRefundedMinor;
  const wanted = amountMinor ?? left;
  if (charge.status !== 'succeeded') return 'The payment did not succeed.';
  if (charge.disputed) return 'The payment is disputed; the bank decides about it.';
  if (left <= 0) return 'The payment is given back already.';
  if (wanted > left) return `Only ${toMoney(left, charge.currency)} of the payment are left.`;
  if (askedAt.getTime() - charge.created.getTime() > rules.maxAgeDays * DAY_MS)
    return `The payment is older than ${counted(rules.maxAgeDays, 'day')}.`;
  return spentMinor + wanted > rules.monthlyCapMinor
    ? `More than ${toMoney(rules.monthlyCapMinor, charge.currency)} would be given back within 30 days.`
    : undefined;
};

/** What the rules say of a refund. */
export const judge = (asked: Asked, rules: Rules): Verdict => {
  const reason = brokenRule(asked, rules);
  if (reason !== undefined) return { kind: 'refused', reason };
  const amountMinor = asked.amountMinor ?? asked.charge.amountMinor - asked.charge.amountRefundedMinor;
  return { kind: 'allowed', amountMinor, needsApproval: amountMinor >= rules.approvalFromMinor };
};

/** The payment that a ticket of that moment means: the last one that succeeded, if there is no other near it. */
export const chargeMeant = (
  charges: readonly StripeCharge[],
  askedAt: Date,
  { unclearWithinHours }: Rules,
): StripeCharge | string => {
  const paid = charges
    .filter(({ status, created }) => status === 'succeeded' && created <= askedAt)
    .toSorted((one, other) => other.created.getTime() - one.created.getTime());
  const [last, before] = paid;
  if (last === undefined) return 'Its customer has no payment that succeeded.';
  const apartMs = before === undefined ? Infinity : last.created.getTime() - before.created.getTime();
  return apartMs < unclearWithinHours * HOUR_MS
    ? 'There are two payments close together; one has to be named.'
    : last;
};

/** True where a ticket asks for a refund. */
export const asksForRefund = (
  ticket: {
    readonly subject: string | null;
    readonly category: string | null;
    readonly pipelineId: string | null;
  },
  { words, categories, pipelines }: Rules,
): boolean => {
  const subject = ticket.subject?.toLowerCase() ?? '';
  return (
    words.some((word) => subject.includes(word.toLowerCase())) ||
    (ticket.category !== null && categories.includes(ticket.category)) ||
    (ticket.pipelineId !== null && pipelines.includes(ticket.pipelineId))
  );
};
