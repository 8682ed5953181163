import type { Random } from '../random.ts';
import { periodSeconds } from '../stripe/period.ts';
import type { StripePrice, StripeSubscription, SubscriptionStatus } from '../stripe/records.ts';
import type { CustomerPlan } from './plan-customers.ts';
import { dealQuota } from './quota.ts';

export const DAY = 86_400;

type Deal = SubscriptionStatus | 'none';

export interface SubscriptionDeps {
  readonly customers: readonly CustomerPlan[];
  readonly prices: readonly StripePrice[];
  readonly anchor: number;
}

interface Dates {
  readonly created: number;
  readonly periodStart: number;
  readonly periodEnd: number;
  readonly endedAt: number | null;
}

/** Nothing begins before its customer did, and a period past due has just begun: its renewal is what failed. */
const planDates = (
  random: Random,
  status: SubscriptionStatus,
  stepSeconds: number,
  span: { readonly from: number; readonly to: number },
): Dates => {
  const ageDays = Math.max(Math.floor((span.to - span.from) / DAY), 1);
  const hasEnded = status === 'canceled' || status === 'incomplete_expired';
  const endedAt = hasEnded ? span.to - random.int(0, Math.min(120, ageDays - 1)) * DAY : null;
  const daysIn = random.int(1, status === 'past_due' || status === 'unpaid' ? 12 : 27);
  const periodStart = Math.max((endedAt ?? span.to) - daysIn * DAY, span.from);
  const isFirst = status === 'trialing' || status.startsWith('incomplete');
  const possible = Math.floor((periodStart - span.from) / stepSeconds);
  const created = periodStart - (isFirst ? 0 : random.int(0, possible)) * stepSeconds;
  return { created, periodStart, periodEnd: periodStart + stepSeconds, endedAt };
};

const planOne = (
  random: Random,
  plan: CustomerPlan,
  status: SubscriptionStatus,
  deps: SubscriptionDeps,
): StripeSubscription => {
  const { customer } = plan;
  const currency = customer.currency ?? 'eur';
  const prices = deps.prices.filter((price) => price.currency === currency);
  const price = random.pick(prices);
  const span = { from: customer.created, to: deps.anchor };
  const dates = planDates(random, status, periodSeconds(price.interval), span);
  const { created, periodStart, periodEnd, endedAt } = dates;
  const trialEnd = status === 'trialing' ? deps.anchor + random.int(1, 13) * DAY : null;
  const itemCount = random.chance(0.15) ? 2 : 1;
  return {
    id: `sub_${random.token(24)}`,
    created,
    customerId: customer.id,
    currency,
    collectionMethod: random.chance(0.12) ? 'send_invoice' : 'charge_automatically',
    items: Array.from({ length: itemCount }, (_unused, index) => ({
      id: `si_${random.token(14)}`,
      price: index === 0 ? price : random.pick(prices.filter((other) => other.interval === price.interval)),
      quantity: random.pick([1, 1, 1, 2, 5, 12]),
      periodStart,
      periodEnd: trialEnd ?? periodEnd,
    })),
    trialStart: trialEnd === null ? null : periodStart,
    trialEnd,
    metadata: {},
    status,
    cancelAtPeriodEnd: status === 'active' && random.chance(0.06),
    canceledAt: endedAt,
    endedAt,
    latestInvoiceId: null,
  };
};

/** One past-due customer is surely somebody's contact with an owner, however small the world. */
const swapInOwned = (deals: Deal[], customers: readonly CustomerPlan[]): void => {
  const owned = customers.findIndex(
    (plan) => plan.tie === 'same-email' && plan.contact?.hasActiveOwner === true,
  );
  const pastDue = deals.indexOf('past_due');
  const displaced = deals[owned];
  if (displaced === undefined || pastDue === -1) return;
  deals[owned] = 'past_due';
  deals[pastDue] = displaced;
};

export const planSubscriptions = (random: Random, deps: SubscriptionDeps): readonly StripeSubscription[] => {
  const live = deps.customers.filter((plan) => !plan.customer.isDeleted);
  const count = deps.customers.length;
  // Of 400 customers 25 are past due. The shares are of the living, hence the factor.
  const share = (part: number) => (part * count) / Math.max(live.length, 1);
  const deals = dealQuota<Deal>(
    random.fork('statuses'),
    live.length,
    {
      past_due: share(0.0625),
      canceled: 0.1,
      trialing: 0.05,
      unpaid: 0.02,
      incomplete: 0.015,
      incomplete_expired: 0.015,
      paused: 0.015,
      none: 0.12,
    },
    'active',
  );
  swapInOwned(deals, live);
  const first = live.flatMap((plan, index) => {
    const deal = deals[index] ?? 'none';
    return deal === 'none' ? [] : [planOne(random, plan, deal, deps)];
  });
  const former = live
    .filter(() => random.chance(0.08))
    .map((plan) => planOne(random, plan, 'canceled', deps));
  const ofDeleted = deps.customers
    .filter((plan) => plan.customer.isDeleted)
    .map((plan) => planOne(random, plan, 'canceled', deps));
  return [...first, ...former, ...ofDeleted];
};
