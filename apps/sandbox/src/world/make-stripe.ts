import type { Books } from '../books.ts';
import type { MovableClock } from '../clock.ts';
import type { Limits } from '../limits/settings.ts';
import type { Random } from '../random.ts';
import type { StripeAccount } from '../stripe/account.ts';
import { makeAccount } from '../stripe/make-account.ts';
import type { StripeEvent } from '../stripe/records/event.ts';
import { DAY_MS } from './moments.ts';
import type { CustomerPlan } from './plan-customers.ts';
import { DAY } from './plan-dates.ts';
import { planInvoices } from './plan-invoices.ts';
import { planPayments } from './plan-payments.ts';
import { planCatalog } from './plan-prices.ts';
import { planReturns } from './plan-returns.ts';
import { planSubscriptions } from './plan-subscriptions.ts';
import { seedEvents } from './seed-events.ts';

interface StripeDeps {
  readonly plans: readonly CustomerPlan[];
  readonly anchorMs: number;
  readonly clock: MovableClock;
  readonly limits: Limits['stripe'];
  readonly books: Books;
  onEvent(event: StripeEvent): void;
}

/** Above so many customers only the running period is laid out, so that a large world stays in memory. */
const MOST_WITH_HISTORY = 4_000;

interface Past {
  readonly billsSeconds: number;
  readonly eventsSeconds: number;
}

const pastOf = (customers: number): Past =>
  customers > MOST_WITH_HISTORY
    ? { billsSeconds: 0, eventsSeconds: 2 * DAY }
    : { billsSeconds: 18 * 30 * DAY, eventsSeconds: 30 * DAY };

const planBooks = (random: Random, { plans, anchorMs }: StripeDeps, historySeconds: number) => {
  const anchor = anchorMs / 1_000;
  const customers = plans.map(({ customer }) => customer);
  const { products, prices } = planCatalog(random.fork('prices'), (anchorMs - 900 * DAY_MS) / 1_000);
  const byCurrency = Map.groupBy(prices, ({ currency }) => currency);
  const subscriptions = planSubscriptions(random.fork('subscriptions'), {
    customers: plans,
    pricesIn: (currency) => byCurrency.get(currency) ?? [],
    anchor,
  });
  const invoices = planInvoices(random.fork('invoices'), {
    subscriptions,
    customers: new Map(customers.map((customer) => [customer.id, customer])),
    anchor,
    historySeconds,
  });
  const money = planPayments(random.fork('payments'), { invoices, anchor });
  const returns = planReturns(random.fork('returns'), { charges: money.charges, anchor });
  return {
    customers,
    products,
    prices,
    subscriptions: subscriptions.map(({ subscription }) => subscription),
    invoices,
    payments: money.payments,
    charges: money.charges,
    refunds: returns.refunds,
    disputes: returns.disputes,
    balanceTransactions: [...money.balanceTransactions, ...returns.balanceTransactions],
  };
};

/** The Stripe account that belongs to the planned customers. */
export const makeStripe = (random: Random, deps: StripeDeps): StripeAccount => {
  const ids = random.fork('new-ids');
  const past = pastOf(deps.plans.length);
  const account = makeAccount({
    seeds: planBooks(random, deps, past.billsSeconds),
    nowMs: deps.clock.nowMs,
    lagMs: () => deps.limits.searchLagMs,
    newId: (prefix) => `${prefix}_${ids.token(prefix === 'cus' ? 14 : 24)}`,
    noteEffect: (effect) => deps.books.noteEffect({ vendor: 'stripe', ...effect }),
    onEvent: deps.onEvent,
  });
  seedEvents(account, { anchor: deps.anchorMs / 1_000, seconds: past.eventsSeconds });
  return account;
};
