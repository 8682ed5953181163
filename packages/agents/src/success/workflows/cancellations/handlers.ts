import type { Clients, Handler, Handlers } from '@sherpa/agent-kit';
import { toMoney } from '@sherpa/core';
import type { StripeApi } from '@sherpa/integrations/stripe';
import { closeWork } from '../../../casework/close-work.ts';
import { holdUnlessKnown, type CaseOf } from '../../../casework/hold-unless-known.ts';
import { openWork } from '../../../casework/open-work.ts';
import { salesContract } from '../../../sales/contract.ts';
import type { SuccessContract } from '../../contract.ts';
import { payingSignals } from '../../paying-signals.ts';
import { todayOf } from '../../today.ts';
import { churnWatch } from '../churn-watch/definition.ts';
import { pointsOf } from '../churn-watch/points.ts';
import { cancellations, type cancellationMessages, type cancellationTasks } from './definition.ts';
import { noticeOf, noticeSchema, noticeText, reasonOf, type Notice } from './notice.ts';
import { sweepExits } from './sweep-exits.ts';

type Told = Parameters<Handler<SuccessContract, keyof typeof cancellationMessages>>[0];

const HOUR_MS = 3_600_000;

interface Deps {
  readonly stripe: Clients<StripeApi>;
}

/** As it is at Stripe now. */
const askNow = async (ctx: Told, { stripe }: Deps): Promise<Notice | null> => {
  const { connectionId, subscriptionId } = ctx.task.payload;
  const { client } = await stripe.of(ctx.task.tenantId, connectionId);
  const found = await client.getSubscription(subscriptionId, { signal: ctx.signal });
  return found === undefined ? null : noticeOf(found);
};

/** As it was when the task began, however often it has waited since. */
const askOnce = async (ctx: Told, deps: Deps): Promise<Notice | null> =>
  noticeSchema.nullable().parse(await ctx.step('subscription', () => askNow(ctx, deps)));

const dayOfNotice = ({ givenAt, endsAt }: Notice): string => (givenAt ?? endsAt ?? '').slice(0, 10);

/** An exit is of the payer, not of one of its subscriptions. */
const exitKey = ({ customerId }: Notice): string => `exit:${customerId}`;

/** Notice may be old news, but nobody is to have called before they could know of it; nor after it is over. */
const saveBy = ({ givenAt, endsAt }: Notice, knownAt: Date, dueInHours: number): Date => {
  const from = Math.max(Date.parse(givenAt ?? '') || 0, knownAt.getTime());
  const due = from + dueInHours * HOUR_MS;
  const end = Date.parse(endsAt ?? '');
  return new Date(end > from ? Math.min(due, end) : due);
};

const openSave = async (ctx: Told, notice: Notice): Promise<void> => {
  const subject = { subscription: notice.id, stripeCustomer: notice.customerId };
  const of: CaseOf = { workflow: cancellations, key: notice.id, subject, round: dayOfNotice(notice) };
  const party = await holdUnlessKnown(ctx, of, notice.customerId);
  if (party === undefined) return;
  const { dueInHours, highFromMinor } = await ctx.settings(cancellations);
  const today = await todayOf(ctx);
  const signals = await payingSignals(ctx, notice.customerId, today);
  const judged = signals === undefined ? null : pointsOf(signals, await ctx.settings(churnWatch), today);
  await openWork(ctx, of, party, {
    kind: 'Cancellation',
    body: noticeText(notice, signals, judged?.points ?? null),
    dueAt: saveBy(notice, ctx.task.createdAt, dueInHours),
    priority: notice.monthlyMinor >= highFromMinor ? 'high' : 'medium',
    values: { Amount: toMoney(notice.monthlyMinor, notice.currency), Reason: reasonOf(notice) },
  });
};

/** Sees somebody off of whom no subscription is left: a checklist, and the lifecycle stage where one is set. */
const openExit = async (ctx: Told, notice: Notice): Promise<void> => {
  const { checklist, exitDueInDays, lifecycleStage: stage } = await ctx.settings(cancellations);
  if (checklist.length === 0) return;
  const endedAt = notice.endsAt ?? ctx.task.createdAt.toISOString();
  const subject = { subscription: notice.id, stripeCustomer: notice.customerId };
  const of: CaseOf = {
    workflow: cancellations,
    key: exitKey(notice),
    subject,
    round: endedAt.slice(0, 10),
  };
  const party = await holdUnlessKnown(ctx, of, notice.customerId);
  if (party === undefined) return;
  const lost = toMoney(notice.monthlyMinor, notice.currency);
  await openWork(ctx, of, party, {
    kind: 'Offboarding',
    body: `The last subscription ended on ${endedAt.slice(0, 10)}; it brought ${lost} a month. Reason: ${reasonOf(notice)}.`,
    dueAt: new Date(Date.parse(endedAt) + exitDueInDays * 24 * HOUR_MS),
    priority: 'low',
    values: { Amount: lost, Reason: reasonOf(notice) },
    blocks: [
      { type: 'heading_2', text: 'Checklist' },
      ...checklist.map((text) => ({ type: 'to_do' as const, text, checked: false })),
    ],
  });
  if (stage === null) return;
  const objects = party.about.flatMap(({ type, id }) =>
    type === 'contacts' || type === 'companies' ? [{ type, id }] : [],
  );
  await ctx.runTask(salesContract, 'lifecycle.set', { objects, stage });
};

const closeKept = async (ctx: Told, notice: Notice): Promise<void> => {
  await closeWork(ctx, cancellations, { key: notice.id, outcome: 'saved' });
  await closeWork(ctx, cancellations, { key: exitKey(notice), outcome: 'came back' });
};

/** Follows notice that was given, to its end or until it is taken back. */
export const makeCancellations = (
  deps: Deps,
): Pick<Handlers<SuccessContract>, keyof typeof cancellationMessages | keyof typeof cancellationTasks> => ({
  'exits.sweep': sweepExits,
  'subscription.leaving': async (ctx) => {
    const notice = await askOnce(ctx, deps);
    if (notice?.isLeaving !== true) return ctx.log.debug('The subscription does not end, as Stripe says.');
    await openSave(ctx, notice);
    // Who changed their mind meanwhile may have been heard before there was a case to close.
    const now = await ctx.step('afterwards', () => askNow(ctx, deps));
    const after = noticeSchema.nullable().parse(now);
    if (after === null || !after.isLeaving)
      await closeWork(ctx, cancellations, {
        key: notice.id,
        outcome: after?.isLive === true ? 'saved' : 'ended',
      });
  },
  'subscription.kept': async (ctx) => {
    const notice = await askOnce(ctx, deps);
    if (notice?.isLive === true && !notice.isLeaving) await closeKept(ctx, notice);
  },
  'subscription.ended': async (ctx) => {
    const notice = await askOnce(ctx, deps);
    if (notice === null || notice.isLive) return ctx.log.debug('The subscription lives, as Stripe says.');
    await closeWork(ctx, cancellations, { key: notice.id, outcome: 'ended' });
    const today = await todayOf(ctx);
    const others = await ctx.step(
      'others',
      async () => (await payingSignals(ctx, notice.customerId, today))?.live ?? 0,
    );
    if (others === 0) await openExit(ctx, notice);
  },
});
