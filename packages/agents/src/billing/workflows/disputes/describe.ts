import { toMoney } from '@sherpa/core';
import type { StripeApi, StripeCharge, StripeDispute, StripeInvoice } from '@sherpa/integrations/stripe';
import type { WorkBlock } from '../../../casework/open-work.ts';

/** What is known of the payment, and of who made it. */
interface DisputeFacts {
  readonly dispute: StripeDispute;
  readonly charge: StripeCharge;
  readonly invoice: StripeInvoice | undefined;
  /** The payer's other payments, newest first. */
  readonly others: readonly StripeCharge[];
  readonly history: {
    readonly notes: { readonly count: number; readonly newest: string | null };
    readonly tickets: { readonly count: number; readonly newest: string | null };
  };
}

const PAGE = 100;

/** The invoice that the charge paid, where it paid one. */
export const invoiceOf = async (
  stripe: StripeApi,
  { paymentIntentId }: StripeCharge,
  options: { readonly signal: AbortSignal },
): Promise<StripeInvoice | undefined> => {
  if (paymentIntentId === null) return undefined;
  const { rows } = await stripe.listInvoicePayments({ paymentIntentId, limit: 1 }, options);
  return rows[0] === undefined ? undefined : stripe.getInvoice(rows[0].invoiceId, options);
};

/** The payer's other payments; the newest hundred say enough. */
export const otherCharges = async (
  stripe: StripeApi,
  { id, customerId }: StripeCharge,
  options: { readonly signal: AbortSignal },
): Promise<readonly StripeCharge[]> => {
  if (customerId === null) return [];
  const { rows } = await stripe.listCharges({ customerId, limit: PAGE }, options);
  return rows.filter((row) => row.id !== id);
};

const day = (moment: Date | null): string => moment?.toISOString().slice(0, 10) ?? '-';

const counted = ({ count, newest }: DisputeFacts['history']['notes']): string =>
  newest === null ? String(count) : `${count}, the last of ${newest.slice(0, 10)}`;

/** In a line or two: what the owner is to do. */
export const bodyOf = ({ dispute }: DisputeFacts): string =>
  `${toMoney(dispute.amountMinor, dispute.currency)} of charge ${dispute.chargeId} are disputed (${dispute.reason}). ` +
  `Send the evidence at Stripe before ${day(dispute.evidenceDueBy)}; without it the dispute is lost.`;

/** What the page holds for whoever writes the evidence: ids, amounts, counts and dates. */
export const blocksOf = (facts: DisputeFacts): readonly WorkBlock[] => {
  const { dispute, charge, invoice, others, history } = facts;
  const paid = others.filter(({ status }) => status === 'succeeded');
  return [
    { type: 'heading_2', text: 'The payment' },
    {
      type: 'table',
      rows: [
        ['Dispute', `${dispute.id} (${dispute.reason})`],
        ['Opened', day(dispute.created)],
        ['Evidence due', day(dispute.evidenceDueBy)],
        ['Charge', `${charge.id} of ${day(charge.created)}, ${toMoney(charge.amountMinor, charge.currency)}`],
        ['Refunded before', toMoney(charge.amountRefundedMinor, charge.currency)],
        ['Invoice', invoice === undefined ? 'none' : (invoice.number ?? invoice.id)],
        ['Invoice paid', day(invoice?.paidAt ?? null)],
      ],
    },
    { type: 'heading_2', text: 'The customer' },
    {
      type: 'table',
      rows: [
        ['Earlier payments', String(paid.length)],
        ['First of them', day(paid.at(-1)?.created ?? null)],
        ['Last of them', day(paid[0]?.created ?? null)],
        ['Other disputes', String(others.filter(({ disputed }) => disputed).length)],
        ['Notes', counted(history.notes)],
        ['Tickets', counted(history.tickets)],
      ],
    },
  ];
};
