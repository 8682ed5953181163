import type { Clients, Handlers } from '@sherpa/agent-kit';
import { toMoney } from '@sherpa/core';
import type { StripeApi, StripeCharge } from '@sherpa/integrations/stripe';
import { askApprovers } from '../../../casework/ask-people.ts';
import { closeWork } from '../../../casework/close-work.ts';
import { holdUnlessKnown, type KnownParty } from '../../../casework/hold-unless-known.ts';
import { nameOf } from '../../../known-customer.ts';
import { knowledgeContract } from '../../../knowledge/contract.ts';
import { salesContract } from '../../../sales/contract.ts';
import type { BillingContract } from '../../contract.ts';
import { refunds, type refundMessages, type refundTasks } from './definition.ts';
import { makeRefundFailed } from './failed.ts';
import { giveBack } from './give-back.ts';
import { askedAtOf, look, type RefundContext as Context } from './look.ts';
import type { Verdict } from './policy.ts';
import { keyOf } from './refund-key.ts';
import { makeTicketAsks } from './ticket.ts';

interface Outcome {
  readonly outcome: string;
  readonly refundId: string | null;
}

/** The page of a refund, from its beginning. */
const openPage = async (
  ctx: Context,
  { customer }: KnownParty,
  charge: StripeCharge,
  amountMinor: number | undefined,
) => {
  const key = keyOf(ctx.task.payload);
  const amount = amountMinor ?? charge.amountMinor - charge.amountRefundedMinor;
  const page = await ctx.runTask(knowledgeContract, 'page.upsert', {
    key: `refunds:${key}:${ctx.task.id}`,
    source: 'operations',
    title: `Refund: ${nameOf(customer)}`,
    values: {
      Kind: 'Refund',
      Status: 'Open',
      Customer: nameOf(customer),
      Amount: toMoney(amount, charge.currency),
      Reason: ctx.task.payload.reason,
    },
    blocks: [
      {
        type: 'paragraph',
        text: `Of charge ${charge.id}, paid ${charge.created.toISOString().slice(0, 10)}.`,
      },
    ],
  });
  await ctx.cases(refunds).note(key, { refs: { notionPage: page.id } });
};

/** Asks people where the rules want that; undefined is a yes. */
const approve = async (ctx: Context, charge: StripeCharge, verdict: Verdict): Promise<string | undefined> => {
  if (verdict.kind === 'refused') return verdict.reason;
  if (!verdict.needsApproval) return undefined;
  const { expiresInDays: days } = await ctx.settings(refunds);
  const { chargeId, ticketId = null } = ctx.task.payload;
  const amount = toMoney(verdict.amountMinor, charge.currency);
  const answer = await askApprovers(ctx, 'refund', {
    title: `Refund ${amount}?`,
    detail: {
      chargeId,
      customerId: charge.customerId,
      ticketId,
      amount,
      amountMinor: verdict.amountMinor,
      currency: charge.currency,
    },
    days,
  });
  if (answer === 'nothing') return 'Nobody has answered in time.';
  return answer === 'yes' ? undefined : 'It was not approved.';
};

/** Tells how it ended where it was asked for, and ends what was made for it. */
const finish = async (
  ctx: Context,
  { about }: KnownParty,
  text: string,
  result: Outcome,
): Promise<Outcome> => {
  const { ticketId } = ctx.task.payload;
  await ctx.runTask(salesContract, 'note.add', {
    key: `refunds:${ctx.task.id}`,
    about: ticketId === undefined ? about : [{ type: 'tickets', id: ticketId }],
    body: text,
    at: askedAtOf(ctx).toISOString(),
  });
  await closeWork(ctx, refunds, { key: keyOf(ctx.task.payload), outcome: text });
  return result;
};

/** Why there is no refund, as the rules and people have it; undefined where there is to be one. */
const refusalOf = async (
  ctx: Context,
  stripe: StripeApi,
  charge: StripeCharge,
  verdict: Verdict,
): Promise<string | undefined> => {
  const refusal = await approve(ctx, charge, verdict);
  if (refusal !== undefined) return refusal;
  const latest = await ctx.step('verdict after the answer', () => look(ctx, stripe));
  return latest.kind === 'refused' ? latest.reason : undefined;
};

const carryOut = async (
  ctx: Context,
  stripe: StripeApi,
  party: KnownParty,
  charge: StripeCharge,
): Promise<Outcome> => {
  const { chargeId, amountMinor } = ctx.task.payload;
  // What is decided once stays: after the refund the payment looks as if nothing were left to give back.
  const verdict = await ctx.step('verdict', () => look(ctx, stripe));
  await openPage(ctx, party, charge, amountMinor);
  const refusal = await refusalOf(ctx, stripe, charge, verdict);
  if (refusal !== undefined || verdict.kind === 'refused')
    return finish(ctx, party, `No refund: ${refusal ?? ''}`, { outcome: 'refused', refundId: null });
  const { id } = await giveBack(ctx, stripe, charge, verdict.amountMinor);
  const text = `${toMoney(verdict.amountMinor, charge.currency)} of charge ${chargeId} are given back (${id}).`;
  return finish(ctx, party, text, { outcome: 'refunded', refundId: id });
};

/** Gives payments back that tickets and scripts ask for. */
export const makeRefunds = ({
  stripe,
}: {
  readonly stripe: Clients<StripeApi>;
}): Pick<Handlers<BillingContract>, keyof typeof refundMessages | keyof typeof refundTasks> => ({
  'ticket.asks': makeTicketAsks({ stripe }),
  'refund.failed': makeRefundFailed({ stripe }),
  'refund.request': async (ctx) => {
    const { chargeId, ticketId } = ctx.task.payload;
    const key = keyOf(ctx.task.payload);
    const cases = ctx.cases(refunds);
    const known = await cases.find(key);
    if (known?.status === 'open' && known.taskId !== ctx.task.id)
      return { outcome: 'under way', refundId: null };
    const subject = { charge: chargeId, ...(ticketId === undefined ? {} : { ticket: ticketId }) };
    const { client } = await stripe.of(ctx.task.tenantId);
    const charge = await client.getCharge(chargeId, { signal: ctx.signal });
    if (charge === undefined) {
      await cases.hold(key, { subject, reason: 'Stripe has no such payment.' });
      return { outcome: 'held', refundId: null };
    }
    const party = await holdUnlessKnown(ctx, { workflow: refunds, key, subject }, charge.customerId);
    if (party === undefined) return { outcome: 'held', refundId: null };
    await cases.open(key, { subject: { ...subject, customer: party.customer.id } });
    return carryOut(ctx, client, party, charge);
  },
});
