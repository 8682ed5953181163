import type { TaskContext } from '@sherpa/agent-kit';
import { toMoney } from '@sherpa/core';
import type { StripeApi } from '@sherpa/integrations/stripe';
import { holdUnlessKnown } from '../../../casework/hold-unless-known.ts';
import { patchPage } from '../../../casework/patch-page.ts';
import { company } from '../../../company.ts';
import { salesContract } from '../../../sales/contract.ts';
import { lastWorkingTime } from '../../../time/working-time.ts';
import { dayOf } from '../../../time/zoned.ts';
import type { BillingContract } from '../../contract.ts';
import { disputes } from './definition.ts';

/** Statuses in which the bank waits for evidence. */
export const NEEDS_RESPONSE: ReadonlySet<string> = new Set(['needs_response', 'warning_needs_response']);

/** Asks somebody else for evidence that is due within days; false where there is nothing to ask for any more. */
export const escalate = async (
  ctx: TaskContext<BillingContract, 'dispute.escalate'>,
  stripe: StripeApi,
): Promise<boolean> => {
  const { disputeId: key, today } = ctx.task.payload;
  const dispute = await stripe.getDispute(key, { signal: ctx.signal });
  const open = await ctx.cases(disputes).find(key);
  if (dispute === undefined || !NEEDS_RESPONSE.has(dispute.status) || open?.status !== 'open') return false;
  const party = await holdUnlessKnown(
    ctx,
    { workflow: disputes, key, subject: {} },
    open.subject['stripeCustomer'] ?? null,
  );
  if (party === undefined) return false;
  const [office, { escalateTo }] = [await ctx.settings(company), await ctx.settings(disputes)];
  const due = dispute.evidenceDueBy ?? dispute.created;
  const asked = office.approvers.length === 0 ? '' : ` To be told as well: ${office.approvers.join(', ')}.`;
  const body = `No evidence was sent, and the bank wants it before ${dayOf(due, office.timeZone)}.${asked}`;
  const task = await ctx.runTask(salesContract, 'task.upsert', {
    key: `disputes:${key}:escalated`,
    about: party.about,
    subject: `Evidence is due on ${dayOf(due, office.timeZone)}: ${toMoney(dispute.amountMinor, dispute.currency)}`,
    body,
    ownerId: escalateTo ?? office.defaultOwnerId ?? party.customer.ownerId,
    dueAt: lastWorkingTime(due, office).toISOString(),
    priority: 'high',
  });
  await patchPage(ctx, open.refs, { Reason: `${dispute.reason}; escalated on ${today}` });
  await ctx.cases(disputes).note(key, { refs: { hubspotTaskEscalated: task.id } });
  return true;
};
