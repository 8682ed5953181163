import type { Clients, Handler } from '@sherpa/agent-kit';
import { toMoney } from '@sherpa/core';
import type { WorkflowCase } from '@sherpa/db';
import type { StripeApi, StripeRefund } from '@sherpa/integrations/stripe';
import { closeWork } from '../../../casework/close-work.ts';
import type { KnownParty } from '../../../casework/hold-unless-known.ts';
import { patchPage } from '../../../casework/patch-page.ts';
import { untilLeftAlone } from '../../../casework/until-left-alone.ts';
import { aboutOf, knownCustomer } from '../../../known-customer.ts';
import { salesContract } from '../../../sales/contract.ts';
import type { BillingContract } from '../../contract.ts';
import { isGivenUp, refunds } from './definition.ts';

type Failed = Handler<BillingContract, 'refund.failed'>;
type Context = Parameters<Failed>[0];

const PAGE = 100;

/** A refund of the same payment that was made after that one, and holds. */
const madeInstead = async (
  ctx: Context,
  stripe: StripeApi,
  { chargeId, created, id }: StripeRefund,
): Promise<StripeRefund | undefined> => {
  if (chargeId === null) return undefined;
  const { rows } = await stripe.listRefunds({ chargeId, limit: PAGE }, { signal: ctx.signal });
  return rows.find((one) => one.id !== id && one.created >= created && !isGivenUp(one.status));
};

/** Where people look for it: the ticket that asked, else whoever paid. */
const aboutWhom = async (
  ctx: Context,
  stripe: StripeApi,
  { subject }: WorkflowCase,
): Promise<KnownParty['about']> => {
  const { ticket, charge: chargeId = '' } = subject;
  if (ticket !== undefined) return [{ type: 'tickets', id: ticket }];
  const charge = await stripe.getCharge(chargeId, { signal: ctx.signal });
  const payer = charge?.customerId ?? null;
  const customer = payer === null ? undefined : await knownCustomer(ctx, `stripe:customer:${payer}`);
  return customer === undefined ? [] : aboutOf(customer);
};

const hold = async (ctx: Context, stripe: StripeApi, refund: StripeRefund, of: WorkflowCase) => {
  const { id, failureReason, amountMinor, currency } = refund;
  const why = failureReason === null ? '' : ` (${failureReason})`;
  const reason = `The refund ${id} has failed${why}: ${toMoney(amountMinor, currency)} are not given back.`;
  await ctx.cases(refunds).hold(of.key, { subject: of.subject, reason });
  await ctx.cases(refunds).note(of.key, { refs: { failedRefund: id } });
  await patchPage(ctx, of.refs, { Status: 'Open', Outcome: reason });
  const about = await aboutWhom(ctx, stripe, of);
  if (about.length === 0) return;
  const note = { key: `refunds:failed:${id}`, about: [...about], body: reason };
  await ctx.runTask(salesContract, 'note.add', { ...note, at: ctx.task.createdAt.toISOString() });
};

/** Leaves a refund that has failed to people: its case is held again, unless it was given back in another way. */
export const makeRefundFailed =
  ({ stripe }: { readonly stripe: Clients<StripeApi> }): Failed =>
  async (ctx) => {
    const { connectionId, refundId, caseKey: key } = ctx.task.payload;
    const of = await ctx.cases(refunds).find(key);
    if (of === undefined) return;
    // Another refund of the same matter may be under way, or this one not noted yet: it comes to its end first.
    if (of.status === 'open') await untilLeftAlone(ctx, of);
    const { client } = await stripe.of(ctx.task.tenantId, connectionId);
    const refund = await client.getRefund(refundId, { signal: ctx.signal });
    if (refund === undefined || !isGivenUp(refund.status)) return;
    const instead = await madeInstead(ctx, client, refund);
    if (instead === undefined) return hold(ctx, client, refund, of);
    await closeWork(ctx, refunds, { key, outcome: `Given back by ${instead.id}.` });
  };
