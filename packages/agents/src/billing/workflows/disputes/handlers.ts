import type { Clients, Handler, Handlers, TaskContext } from '@sherpa/agent-kit';
import { toMoney, type Clock } from '@sherpa/core';
import { notePayers, type WorkflowCase } from '@sherpa/db';
import type { StripeApi, StripeCharge, StripeDispute } from '@sherpa/integrations/stripe';
import { closeWork } from '../../../casework/close-work.ts';
import { holdUnlessKnown } from '../../../casework/hold-unless-known.ts';
import { liveCases } from '../../../casework/live-cases.ts';
import { openWork } from '../../../casework/open-work.ts';
import { patchPage } from '../../../casework/patch-page.ts';
import { company } from '../../../company.ts';
import { salesContract } from '../../../sales/contract.ts';
import { lastWorkingTime } from '../../../time/working-time.ts';
import { dayOf } from '../../../time/zoned.ts';
import { billingContract, type BillingContract } from '../../contract.ts';
import { askToMirror } from '../payment-mirror/changed-payers.ts';
import { disputes, type disputeMessages, type disputeTasks } from './definition.ts';
import { blocksOf, bodyOf, invoiceOf, otherCharges } from './describe.ts';
import { escalate, NEEDS_RESPONSE } from './escalate.ts';

type Open = Parameters<Handler<BillingContract, 'dispute.open'>>[0];

interface DisputeDeps {
  readonly stripe: Clients<StripeApi>;
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;

const daysBefore = (moment: Date, days: number): Date => new Date(moment.getTime() - days * DAY_MS);

/** That an account is disputed, or no longer, stands at HubSpot as well. */
const mirror = async (
  ctx: Pick<TaskContext, 'withTenant' | 'settings' | 'enqueue'> & { task: { tenantId: string } },
  payer: string | undefined,
  clock: Clock,
) => {
  if (payer === undefined) return;
  await ctx.withTenant((tx) => notePayers(tx, { tenantId: ctx.task.tenantId, payers: [payer] }));
  await askToMirror(ctx, clock.now());
};

const caseOf = (
  { id, evidenceDueBy }: StripeDispute,
  { id: chargeId, customerId }: StripeCharge,
  connectionId: string,
) => ({
  workflow: disputes,
  key: id,
  subject: {
    dispute: id,
    charge: chargeId,
    connection: connectionId,
    ...(customerId === null ? {} : { stripeCustomer: customerId }),
    ...(evidenceDueBy === null ? {} : { evidenceDueBy: evidenceDueBy.toISOString() }),
  },
});

/** Evidence is wanted: who is to send it by when, with what is known. */
const respond = async (ctx: Open, stripe: StripeApi, dispute: StripeDispute, charge: StripeCharge) => {
  const of = caseOf(dispute, charge, ctx.task.payload.connectionId);
  const party = await holdUnlessKnown(ctx, of, charge.customerId);
  if (party === undefined) return;
  const options = { signal: ctx.signal };
  const [invoice, others] = [
    await invoiceOf(stripe, charge, options),
    await otherCharges(stripe, charge, options),
  ];
  const history = await ctx.runTask(salesContract, 'history.read', { about: party.about });
  const facts = { dispute, charge, invoice, others, history };
  const [office, { dueDaysBefore }] = [await ctx.settings(company), await ctx.settings(disputes)];
  const wanted = lastWorkingTime(daysBefore(dispute.evidenceDueBy ?? dispute.created, dueDaysBefore), office);
  await openWork(ctx, of, party, {
    kind: 'Payment disputed',
    body: bodyOf(facts),
    dueAt: wanted < dispute.created ? dispute.created : wanted,
    priority: 'high',
    values: { Amount: toMoney(dispute.amountMinor, dispute.currency), Reason: dispute.reason },
    blocks: blocksOf(facts),
  });
};

/** The evidence is with the bank: nobody has anything to do until it decides. */
const wait = async (ctx: Open, dispute: StripeDispute, charge: StripeCharge) => {
  const { key, subject } = caseOf(dispute, charge, ctx.task.payload.connectionId);
  const { refs } = await ctx.cases(disputes).open(key, { subject });
  const { hubspotTask } = refs;
  if (hubspotTask !== undefined) await ctx.runTask(salesContract, 'task.complete', { id: hubspotTask });
  await patchPage(ctx, refs, { Reason: `${dispute.reason}; the evidence is with the bank` });
  await ctx.cases(disputes).note(key, { dueAt: null });
};

/** Follows disputes: evidence in time, somebody else where it is late, closed with the bank's word. */
export const makeDisputes = ({
  stripe,
  clock,
}: DisputeDeps): Pick<
  Handlers<BillingContract>,
  keyof typeof disputeMessages | keyof typeof disputeTasks
> => ({
  'dispute.open': async (ctx) => {
    const { connectionId, disputeId } = ctx.task.payload;
    const { client } = await stripe.of(ctx.task.tenantId, connectionId);
    // As it is now: that it is decided by now is told by a message of its own.
    const dispute = await client.getDispute(disputeId, { signal: ctx.signal });
    const charge = dispute && (await client.getCharge(dispute.chargeId, { signal: ctx.signal }));
    if (dispute === undefined || charge === undefined)
      return ctx.log.debug('Stripe knows no such dispute, or not its payment.');
    if (NEEDS_RESPONSE.has(dispute.status)) await respond(ctx, client, dispute, charge);
    else if (dispute.status.endsWith('under_review')) await wait(ctx, dispute, charge);
    await mirror(ctx, charge.customerId ?? undefined, clock);
  },
  'dispute.decided': async (ctx) => {
    const { disputeId: key, outcome } = ctx.task.payload;
    const open = await ctx.cases(disputes).find(key);
    await closeWork(ctx, disputes, { key, outcome });
    await mirror(ctx, open?.subject['stripeCustomer'], clock);
  },
  'disputes.sweep': async (ctx) => {
    const { timeZone } = await ctx.settings(company);
    const { escalateDaysBefore } = await ctx.settings(disputes);
    const today = ctx.task.payload.today ?? dayOf(clock.now(), timeZone);
    const isDue = ({ subject: { evidenceDueBy }, refs, dueAt }: WorkflowCase): boolean =>
      evidenceDueBy !== undefined &&
      dueAt !== null &&
      refs['hubspotTaskEscalated'] === undefined &&
      dayOf(daysBefore(new Date(evidenceDueBy), escalateDaysBefore), timeZone) <= today;
    let due = 0;
    for await (const page of liveCases(ctx, disputes, { status: 'open' }))
      for (const { key, subject } of page.filter(isDue)) {
        const payload = { connectionId: subject['connection'] ?? '', disputeId: key, today };
        const once = { key: `dispute.escalate:${key}`, concurrencyKey: `dispute:${key}` };
        ctx.enqueue(billingContract, 'dispute.escalate', payload, once);
        due += 1;
      }
    return { due };
  },
  'dispute.escalate': async (ctx) => {
    const { client } = await stripe.of(ctx.task.tenantId, ctx.task.payload.connectionId);
    return { escalated: await escalate(ctx, client) };
  },
});
