import type { Books } from '../books.ts';
import type { MovableClock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { StripeAccount } from '../stripe/account.ts';
import { makeCollection } from '../stripe/collection.ts';
import { DAY_MS } from './moments.ts';
import type { CustomerPlan } from './plan-customers.ts';
import { planInvoices } from './plan-invoices.ts';
import { planPrices } from './plan-prices.ts';
import { planSubscriptions } from './plan-subscriptions.ts';
import { seedEvents } from './seed-events.ts';

interface StripeDeps {
  readonly plans: readonly CustomerPlan[];
  readonly anchorMs: number;
  readonly clock: MovableClock;
  readonly books: Books;
}

/** The Stripe account that belongs to the planned customers. */
export const makeStripe = (random: Random, deps: StripeDeps): StripeAccount => {
  const anchor = deps.anchorMs / 1_000;
  const customers = deps.plans.map(({ customer }) => customer);
  const prices = planPrices(random.fork('prices'), (deps.anchorMs - 900 * DAY_MS) / 1_000);
  const subscriptions = planSubscriptions(random.fork('subscriptions'), {
    customers: deps.plans,
    prices,
    anchor,
  });
  const invoices = planInvoices(random.fork('invoices'), {
    subscriptions,
    customers: new Map(customers.map((customer) => [customer.id, customer])),
    anchor,
  });
  const ids = random.fork('new-ids');
  const account: StripeAccount = {
    customers: makeCollection(customers),
    subscriptions: makeCollection(subscriptions),
    invoices: makeCollection(invoices),
    events: makeCollection([]),
    nowSeconds: () => Math.floor(deps.clock.nowMs() / 1_000),
    newId: (prefix) => `${prefix}_${ids.token(prefix === 'cus' ? 14 : 24)}`,
    noteEffect: (effect) => deps.books.noteEffect({ vendor: 'stripe', ...effect }),
  };
  seedEvents(account, anchor);
  return account;
};
