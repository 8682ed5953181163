import type { Random } from '../random.ts';
import { NO_METADATA } from '../stripe/metadata.ts';
import { periodSeconds } from '../stripe/period.ts';
import type {
  StripeDiscount,
  StripeSubscription,
  StripeSubscriptionItem,
  SubscriptionStatus,
} from '../stripe/records/billing.ts';
import type { StripePrice } from '../stripe/records/catalog.ts';
import type { CustomerPlan } from './plan-customers.ts';
import { planDates, planTrial, DAY, type Trial } from './plan-dates.ts';
import { planRevenue, type FormerItems } from './plan-revenue.ts';
import { dealQuota } from './quota.ts';

type Deal = SubscriptionStatus | 'none';

export interface SubscriptionDeps {
  readonly customers: readonly CustomerPlan[];
  pricesIn(currency: string): readonly StripePrice[];
  readonly anchor: number;
}

/** A subscription, and what was on it before its upgrade or downgrade. */
export interface SubscriptionPlan {
  readonly subscription: StripeSubscription;
  readonly former: FormerItems | null;
}

const DISCOUNTS = [
  { couponId: 'off-20', percentOff: 20 },
  { couponId: 'off-50', percentOff: 50 },
] as const;

const planDiscount = (random: Random, status: SubscriptionStatus, start: number): StripeDiscount | null => {
  if (!random.chance(0.05) || status !== 'active') return null;
  const { couponId, percentOff } = random.pick(DISCOUNTS);
  return {
    id: random.token(24, 'di_'),
    couponId,
    percentOff,
    amountOff: null,
    duration: 'forever',
    months: null,
    start,
    end: null,
  };
};

const planItems = (
  random: Random,
  prices: readonly StripePrice[],
  price: StripePrice,
  period: { readonly periodStart: number; readonly periodEnd: number },
): readonly StripeSubscriptionItem[] => {
  const siblings = prices.filter((other) => other.interval === price.interval);
  return Array.from({ length: random.chance(0.15) ? 2 : 1 }, (_unused, index) => ({
    id: random.token(14, 'si_'),
    price: index === 0 ? price : random.pick(siblings),
    quantity: random.pick([1, 1, 1, 2, 5, 12]),
    periodStart: period.periodStart,
    periodEnd: period.periodEnd,
  }));
};

/** One in five was something else before: another quantity, another plan, from a renewal on. */
const planFormer = (
  random: Random,
  items: readonly StripeSubscriptionItem[],
  prices: readonly StripePrice[],
  since: number,
): FormerItems | null => {
  const [item] = items;
  if (item === undefined || !random.chance(0.2)) return null;
  const step = periodSeconds(item.price);
  const periods = Math.floor((item.periodStart - since) / step);
  if (periods < 2) return null;
  const until = item.periodStart - random.int(0, Math.min(periods - 1, 12)) * step;
  const price = random.pick(prices.filter((other) => other.interval === item.price.interval));
  const quantity = random.pick([1, 1, 2, 4]);
  return { until, items: items.map((one, index) => (index === 0 ? { ...one, price, quantity } : one)) };
};

const cancelReason = (random: Random, endedAt: number | null): StripeSubscription['cancelReason'] => {
  const reason = random.chance(0.3) ? 'payment_failed' : 'cancellation_requested';
  return endedAt === null ? null : reason;
};

const trialOf = (
  random: Random,
  status: SubscriptionStatus,
  dates: { readonly created: number; readonly periodStart: number },
  deps: { readonly anchor: number; readonly from: number },
): Trial => {
  if (status === 'trialing') {
    const end = deps.anchor + random.int(1, 13) * DAY;
    return { created: dates.created, trialStart: dates.periodStart, trialEnd: end };
  }
  return planTrial(random, status, dates.created, deps.from);
};

const planOne = (
  random: Random,
  { customer }: CustomerPlan,
  status: SubscriptionStatus,
  deps: SubscriptionDeps,
): SubscriptionPlan => {
  const currency = customer.currency ?? 'eur';
  const prices = deps.pricesIn(currency);
  const price = random.pick(prices);
  const span = { from: customer.created, to: deps.anchor };
  const dates = planDates(random, status, periodSeconds(price), span);
  const trial = trialOf(random, status, dates, { anchor: deps.anchor, from: span.from });
  const periodEnd = status === 'trialing' ? (trial.trialEnd ?? dates.periodEnd) : dates.periodEnd;
  const items = planItems(random, prices, price, { periodStart: dates.periodStart, periodEnd });
  const former = status === 'trialing' ? null : planFormer(random, items, prices, trial.created);
  const isSent = random.chance(0.12);
  const isEnding = status === 'active' && random.chance(0.06);
  const subscription: StripeSubscription = {
    id: random.token(24, 'sub_'),
    created: trial.created,
    customerId: customer.id,
    currency,
    testClock: customer.testClock,
    collectionMethod: isSent ? 'send_invoice' : 'charge_automatically',
    daysUntilDue: isSent ? 14 : null,
    items,
    trialStart: trial.trialStart,
    trialEnd: trial.trialEnd,
    metadata: NO_METADATA,
    discount: planDiscount(random, status, trial.created),
    status,
    cancelAtPeriodEnd: isEnding,
    canceledAt: isEnding ? dates.periodStart : dates.endedAt,
    cancelReason: isEnding ? 'cancellation_requested' : cancelReason(random, dates.endedAt),
    endedAt: dates.endedAt,
    latestInvoiceId: null,
    revenue: [],
  };
  subscription.revenue = planRevenue(subscription, former);
  return { subscription, former };
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

export const planSubscriptions = (random: Random, deps: SubscriptionDeps): readonly SubscriptionPlan[] => {
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
