import { toMoney } from '@sherpa/core';
import type { BillingSummary } from '@sherpa/db';
import { z } from 'zod';
import type { WorkBlock } from '../../../casework/open-work.ts';
import { counted } from '../../../counted.ts';
import { momentText } from '../../../moment-text.ts';
import { daysBetween } from '../../../time/days.ts';
import { dayOf } from '../../../time/zoned.ts';

/** The reminder that is due so many days before the end: the latest one whose day has come. */
export const stageOf = (daysLeft: number, daysBefore: readonly number[]): number | undefined =>
  daysLeft < 0 ? undefined : daysBefore.filter((days) => daysLeft <= days).toSorted((a, b) => a - b)[0];

/** The key of a renewal's case: one for each subscription and period. */
export const renewalKey = (subscriptionId: string, period: string): string => `${subscriptionId}:${period}`;

/** Of a subscription in the mirror, what tells whether it has renewed. */
export const subscriptionState = z.object({
  status: z.string(),
  cancelAtPeriodEnd: z.boolean(),
  currentPeriodEnd: momentText,
});

/** How the renewal of that period came out; undefined while it stands open. */
export const outcomeOf = (
  state: z.output<typeof subscriptionState> | undefined,
  period: string,
  timeZone: string,
): string | undefined => {
  if (state === undefined || state.status === 'canceled') return 'ended';
  if (state.cancelAtPeriodEnd) return 'set to end';
  const end = state.currentPeriodEnd;
  return end !== null && daysBetween(period, dayOf(end, timeZone)) > 0 ? 'renewed' : undefined;
};

const row = ({ currency, invoices, paidMinor, openMinor, failed }: BillingSummary): string[] => [
  currency.toUpperCase(),
  String(invoices),
  toMoney(paidMinor, currency),
  toMoney(openMinor, currency),
  String(failed),
];

/** What the page to prepare with holds. */
export const prepBlocks = (known: {
  readonly billing: readonly BillingSummary[];
  readonly billedDays: number;
  readonly openTickets: number;
  /** Null where usage is counted that is not told. */
  readonly seats: number | null;
  readonly toPrepare: readonly string[];
}): WorkBlock[] => [
  { type: 'heading_2', text: `Billing of the last ${counted(known.billedDays, 'day')}` },
  {
    type: 'table',
    rows: [['Currency', 'Invoices', 'Paid', 'Open', 'Failed payments'], ...known.billing.map(row)],
  },
  { type: 'heading_2', text: 'Usage and tickets' },
  {
    type: 'bulleted_list_item',
    text: known.seats === null ? 'Usage is not known.' : `Seats: ${known.seats}`,
  },
  { type: 'bulleted_list_item', text: `Open tickets: ${known.openTickets}` },
  { type: 'heading_2', text: 'To prepare' },
  ...known.toPrepare.map((text) => ({ type: 'to_do' as const, text, checked: false })),
];
