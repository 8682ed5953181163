import type { Clients, Handler, Handlers } from '@sherpa/agent-kit';
import { toMoney } from '@sherpa/core';
import { billingSummary } from '@sherpa/db';
import { periodAmountMinor, type StripeApi, type StripeSubscription } from '@sherpa/integrations/stripe';
import { z } from 'zod';
import { counted } from '../../../counted.ts';
import { closeWork } from '../../../casework/close-work.ts';
import { holdUnlessKnown, type KnownParty } from '../../../casework/hold-unless-known.ts';
import { openWork } from '../../../casework/open-work.ts';
import { company } from '../../../company.ts';
import { nameOf } from '../../../known-customer.ts';
import { salesContract } from '../../../sales/contract.ts';
import { addDays, daysBetween, startOf } from '../../../time/days.ts';
import { dayOf } from '../../../time/zoned.ts';
import type { SuccessContract } from '../../contract.ts';
import { payingSignals } from '../../paying-signals.ts';
import { renewals, type renewalTasks } from './definition.ts';
import { prepBlocks, renewalKey } from './policy.ts';
import { sweepRenewals } from './sweep.ts';

type Prepare = Parameters<Handler<SuccessContract, 'renewal.prepare'>>[0];

/** What of a subscription its renewal is about; as a step remembers it. */
const renewingSchema = z.object({
  isDue: z.boolean(),
  customerId: z.string(),
  currency: z.string(),
  amountMinor: z.int(),
  seats: z.int().nullable(),
  endsAt: z.iso.datetime(),
});

type Renewing = z.output<typeof renewingSchema>;

const seatsOf = ({ items }: StripeSubscription): number | null =>
  items.some(({ quantity }) => quantity === null)
    ? null
    : items.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0);

/** As it is at Stripe now: it may have been cancelled, or have renewed, since it was found. */
const ask = async (ctx: Prepare, stripe: StripeApi): Promise<Renewing | undefined> => {
  const { subscriptionId, period } = ctx.task.payload;
  const found = await stripe.getSubscription(subscriptionId, { signal: ctx.signal });
  const end = found?.currentPeriodEnd;
  if (found === undefined || end === undefined || end === null) return undefined;
  const { timeZone } = await ctx.settings(company);
  return {
    isDue: found.status !== 'canceled' && !found.cancelAtPeriodEnd && dayOf(end, timeZone) === period,
    customerId: found.customerId,
    currency: found.currency,
    amountMinor: periodAmountMinor(found),
    seats: seatsOf(found),
    endsAt: end.toISOString(),
  };
};

/** One deal for each subscription and period. Once made it is people's: no reminder changes it. */
const dealOf = async (
  ctx: Prepare,
  { customer, about }: KnownParty,
  { key, renewing }: { readonly key: string; readonly renewing: Renewing },
): Promise<string> => {
  const known = (await ctx.cases(renewals).find(key))?.refs['deal'];
  if (known !== undefined) return known;
  const { amountMinor, currency, endsAt } = renewing;
  const { id } = await ctx.runTask(salesContract, 'deal.upsert', {
    key: `renewal:${key}`,
    about,
    name: `Renewal ${ctx.task.payload.period}: ${nameOf(customer)}`,
    amountMinor,
    currency,
    closeAt: endsAt,
    ownerId: customer.ownerId ?? (await ctx.settings(company)).defaultOwnerId,
  });
  await ctx.cases(renewals).note(key, { refs: { deal: id } });
  return id;
};

const prepare = async (ctx: Prepare, party: KnownParty, renewing: Renewing): Promise<void> => {
  const { subscriptionId, period, stage, today } = ctx.task.payload;
  const { tenantId } = ctx.task;
  const key = renewalKey(subscriptionId, period);
  const subject = { subscription: subscriptionId, period, stage: String(stage) };
  const { dueInDays, daysBefore, billedDays, toPrepare } = await ctx.settings(renewals);
  await ctx.cases(renewals).open(key, { subject: { ...subject, customer: party.customer.id } });
  const deal = await dealOf(ctx, party, { key, renewing });
  const asked = { payers: [renewing.customerId], since: startOf(addDays(today, -billedDays)) };
  const billing = await ctx.withTenant((tx) => billingSummary(tx, tenantId, asked));
  const signals = await payingSignals(ctx, renewing.customerId, today);
  const amount = toMoney(renewing.amountMinor, renewing.currency);
  const [due, last] = [addDays(today, dueInDays), addDays(period, -1)];
  const of = { workflow: renewals, key, subject };
  await openWork(
    ctx,
    of,
    { ...party, about: [...party.about, { type: 'deals', id: deal }] },
    {
      kind: 'Renewal',
      body: `The subscription renews on ${period} for ${amount}, in ${counted(daysBetween(today, period), 'day')}.`,
      dueAt: startOf(due < last ? due : last),
      priority: stage === Math.min(...daysBefore) ? 'high' : 'medium',
      values: { Amount: amount, Reason: `${counted(stage, 'day')} before ${period}` },
      blocks: prepBlocks({
        billing,
        billedDays,
        openTickets: signals?.openTickets ?? 0,
        seats: renewing.seats,
        toPrepare,
      }),
    },
  );
};

/** Reminds of renewals, and closes what was made for them when they are settled. */
export const makeRenewals = ({
  stripe,
}: {
  readonly stripe: Clients<StripeApi>;
}): Pick<Handlers<SuccessContract>, keyof typeof renewalTasks> => ({
  'renewals.sweep': sweepRenewals,
  'renewal.prepare': async (ctx) => {
    const { connectionId, subscriptionId, period, stage } = ctx.task.payload;
    const { client } = await stripe.of(ctx.task.tenantId, connectionId);
    const asked = await ctx.step('subscription', async () => (await ask(ctx, client)) ?? null);
    const renewing = renewingSchema.nullable().parse(asked);
    if (renewing === null || !renewing.isDue) return { did: 'not due' };
    const key = renewalKey(subscriptionId, period);
    const subject = { subscription: subscriptionId, period, stage: String(stage) };
    const party = await holdUnlessKnown(ctx, { workflow: renewals, key, subject }, renewing.customerId);
    if (party === undefined) return { did: 'held' };
    await prepare(ctx, party, renewing);
    return { did: 'prepared' };
  },
  'renewal.close': async (ctx) => ({ closed: await closeWork(ctx, renewals, ctx.task.payload) }),
});
