import type { Handlers } from '@sherpa/agent-kit';
import { toMoney } from '@sherpa/core';
import { billingContract } from '../../../billing/contract.ts';
import { askPeople } from '../../../casework/ask-people.ts';
import { isInHand } from '../../../casework/in-hand.ts';
import { company } from '../../../company.ts';
import { knowledgeContract } from '../../../knowledge/contract.ts';
import { salesContract } from '../../../sales/contract.ts';
import { nextWorkingTime } from '../../../time/working-time.ts';
import type { CoordinatorContract } from '../../contract.ts';
import type { Plan } from '../../orders/order.ts';
import { closedWon, type closedWonMessages } from './definition.ts';
import { planOf, type ClosedWonDeps, type Winning } from './plan.ts';

const HOUR_MS = 3_600_000;

/** True where people need not be asked, or said yes. */
const isApproved = async (ctx: Winning, { order }: Plan): Promise<boolean> => {
  const { approval, approveAboveMinor, approvalDays } = await ctx.settings(closedWon);
  const { dealId, amountMinor, currency } = order;
  if (approval === 'never' || (approval === 'above' && amountMinor < approveAboveMinor)) return true;
  const of = { workflow: closedWon, key: dealId, subject: { deal: dealId } };
  const amount = toMoney(amountMinor, currency);
  const answer = await askPeople(ctx, of, {
    title: `Start billing ${amount} for ${order.company.name}?`,
    detail: { dealId, companyId: order.company.id, amount, amountMinor, currency },
    days: approvalDays,
  });
  return answer === 'approved';
};

/** The Stripe customer and subscription: those that are there, else new ones. */
const bill = async (ctx: Winning, { order, billing, ...known }: Plan) => {
  const { company: account, contact, dealId, currency } = order;
  const customerId =
    known.customerId ??
    (
      await ctx.runTask(billingContract, 'customer.ensure', {
        key: `closed-won:customer:${account.id}`,
        hubspotCompanyId: account.id,
        hubspotContactId: contact.id,
        email: contact.email,
        name: account.name,
      })
    ).id;
  if (known.subscriptionId !== null) return { customerId, subscriptionId: known.subscriptionId };
  const { daysUntilDue } = await ctx.settings(closedWon);
  const { id: subscriptionId } = await ctx.runTask(billingContract, 'subscription.draft', {
    key: `closed-won:subscription:${dealId}`,
    customerId,
    dealId,
    currency,
    daysUntilDue,
    items: [...billing.items],
    once: [...billing.once],
  });
  return { customerId, subscriptionId };
};

const makePage = (ctx: Winning, { order, billing }: Plan, customerId: string) =>
  ctx.runTask(knowledgeContract, 'page.upsert', {
    key: `closed-won:${order.company.id}`,
    source: 'onboarding',
    title: `Onboarding ${order.company.name}`,
    values: {
      Status: 'Not started',
      'HubSpot ID': order.company.id,
      'Stripe ID': customerId,
      Domain: order.company.domain === null ? null : `https://${order.company.domain}`,
      Seats: billing.seats,
      'Billing contact': order.contact.email,
    },
    template: true,
    adopt: { column: 'HubSpot ID', id: order.company.id },
  });

const tellOwner = async (ctx: Winning, { order }: Plan, pageUrl: string): Promise<string> => {
  const office = await ctx.settings(company);
  const { kickOffInHours } = await ctx.settings(closedWon);
  const due = new Date(new Date(order.wonAt).getTime() + kickOffInHours * HOUR_MS);
  const { id } = await ctx.runTask(salesContract, 'task.upsert', {
    key: `closed-won:${order.dealId}`,
    about: [
      { type: 'deals', id: order.dealId },
      { type: 'companies', id: order.company.id },
      { type: 'contacts', id: order.contact.id },
    ],
    subject: `Kick-off: ${order.company.name}`,
    body: `${order.dealName} is won: ${toMoney(order.amountMinor, order.currency)}. The page: ${pageUrl}`,
    ownerId: order.ownerId ?? office.defaultOwnerId,
    dueAt: nextWorkingTime(due, office).toISOString(),
    priority: 'medium',
  });
  return id;
};

const onboard = async (ctx: Winning, plan: Plan): Promise<void> => {
  const { dealId } = plan.order;
  const { customerId, subscriptionId } = await bill(ctx, plan);
  const page = await makePage(ctx, plan, customerId);
  const properties = {
    sherpa_stripe_customer: customerId,
    sherpa_stripe_subscription: subscriptionId,
    sherpa_notion_page: page.url,
  };
  await ctx.runTask(salesContract, 'objects.patch', { type: 'deals', objects: [{ id: dealId, properties }] });
  const hubspotTask = await tellOwner(ctx, plan, page.url);
  const refs = {
    stripeCustomer: customerId,
    stripeSubscription: subscriptionId,
    notionPage: page.id,
    hubspotTask,
  };
  await ctx.cases(closedWon).note(dealId, { refs });
  await ctx.cases(closedWon).close(dealId, 'onboarded');
};

/** A renewal goes on with the subscription there is: the deal is told which, and nothing else is made. */
const renew = async (ctx: Winning, { order, customerId, renewedId }: Plan): Promise<void> => {
  const properties = { sherpa_stripe_customer: customerId, sherpa_stripe_subscription: renewedId };
  await ctx.runTask(salesContract, 'objects.patch', {
    type: 'deals',
    objects: [{ id: order.dealId, properties }],
  });
  await ctx.cases(closedWon).close(order.dealId, 'renewed');
};

/** Brings deals that are won to their billing and onboarding, once each. */
export const makeClosedWon = (
  deps: ClosedWonDeps,
): Pick<Handlers<CoordinatorContract>, keyof typeof closedWonMessages> => ({
  'deal.won': async (ctx) => {
    const { dealId } = ctx.task.payload;
    if (await isInHand(ctx, closedWon, dealId)) return;
    // As it was when it was looked at first: what is made of it meanwhile must not speak against it.
    const plan = await ctx.step('plan', () => planOf(ctx, deps));
    const subject = { deal: dealId };
    if ('problem' in plan) {
      await ctx.cases(closedWon).hold(dealId, { subject, reason: plan.problem });
      return;
    }
    await ctx.cases(closedWon).open(dealId, { subject: { ...subject, company: plan.order.company.id } });
    if (plan.renewedId !== null) return renew(ctx, plan);
    if (await isApproved(ctx, plan)) await onboard(ctx, plan);
  },
});
