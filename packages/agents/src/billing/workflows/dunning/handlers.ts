import type { Clients, Handler, Handlers } from '@sherpa/agent-kit';
import { toMoney } from '@sherpa/core';
import type { StripeApi, StripeCharge, StripeInvoice } from '@sherpa/integrations/stripe';
import { counted } from '../../../counted.ts';
import { closeWork } from '../../../casework/close-work.ts';
import { holdUnlessKnown } from '../../../casework/hold-unless-known.ts';
import { openWork } from '../../../casework/open-work.ts';
import type { BillingContract } from '../../contract.ts';
import { dunning, type dunningMessages } from './definition.ts';

type Failing = Parameters<Handler<BillingContract, 'invoice.failing'>>[0];

const HOUR_MS = 3_600_000;

/** The newest charge of this customer that failed. */
const failedCharge = async (
  stripe: StripeApi,
  customerId: string | null,
  ctx: Failing,
): Promise<StripeCharge | undefined> => {
  if (customerId === null) return undefined;
  const { rows } = await stripe.listCharges({ customerId, limit: 5 }, { signal: ctx.signal });
  return rows.find(({ status }) => status === 'failed');
};

const describe = (invoice: StripeInvoice, decline: string | null, isHard: boolean): string => {
  const next = invoice.nextPaymentAttempt;
  return [
    `${toMoney(invoice.amountRemainingMinor, invoice.currency)} of invoice ${invoice.number ?? invoice.id} are open after ${counted(invoice.attemptCount, 'try', 'tries')}.`,
    decline === null ? '' : `The bank says: ${decline}.`,
    isHard ? 'The same card will not work again: ask for another one.' : '',
    next === null
      ? 'Stripe does not try again.'
      : `Stripe tries again on ${next.toISOString().slice(0, 10)}.`,
    invoice.hostedUrl === null ? '' : `To pay: ${invoice.hostedUrl}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
};

/** What the policy makes of a failed payment. */
const follow = async (ctx: Failing, stripe: StripeApi, invoice: StripeInvoice): Promise<void> => {
  const { id, customerId, currency, amountRemainingMinor: open } = invoice;
  const of = { workflow: dunning, key: id, subject: { invoice: id } };
  const party = await holdUnlessKnown(ctx, of, customerId);
  if (party === undefined) return;
  const { hardDeclines, highFromMinor, dueInHours } = await ctx.settings(dunning);
  const charge = await failedCharge(stripe, customerId, ctx);
  const decline = charge?.declineReason ?? charge?.failureCode ?? null;
  const failedAt = charge?.created ?? ctx.task.createdAt;
  const isHard = decline !== null && hardDeclines.includes(decline);
  const isHigh = isHard || invoice.nextPaymentAttempt === null || open >= highFromMinor;
  await openWork(ctx, of, party, {
    kind: 'Payment failed',
    body: describe(invoice, decline, isHard),
    dueAt: new Date(failedAt.getTime() + dueInHours * HOUR_MS),
    priority: isHigh ? 'high' : 'medium',
    values: { Amount: toMoney(open, currency), Reason: decline, Link: invoice.hostedUrl },
  });
};

/** Follows failed payments, and closes what was made for them when the invoice is settled. */
export const makeDunning = ({
  stripe,
}: {
  readonly stripe: Clients<StripeApi>;
}): Pick<Handlers<BillingContract>, keyof typeof dunningMessages> => ({
  'invoice.failing': async (ctx) => {
    const { connectionId, invoiceId } = ctx.task.payload;
    const { client } = await stripe.of(ctx.task.tenantId, connectionId);
    const invoice = await client.getInvoice(invoiceId, { signal: ctx.signal });
    // As it was at first, so that what was begun is made whole: that it is settled is told by a message of its own.
    const isOpen = await ctx.step('open', () => invoice?.status === 'open');
    if (invoice !== undefined && isOpen) await follow(ctx, client, invoice);
    else ctx.log.debug('The invoice is not open at Stripe.');
  },
  'invoice.settled': async (ctx) => {
    const { invoiceId, outcome } = ctx.task.payload;
    await closeWork(ctx, dunning, { key: invoiceId, outcome });
  },
});
