import type { StripeAccount } from '../stripe/account.ts';
import { createCustomer } from '../stripe/changes/write-customer.ts';
import { makeAccount } from '../stripe/make-account.ts';
import { byStripe } from '../stripe/account.ts';
import type { StripeCustomer } from '../stripe/records/customer.ts';
import type { StripeEvent } from '../stripe/records/event.ts';
import type { StripePrice } from '../stripe/records/catalog.ts';

/** An empty account whose time stands still until it is told to move. */
export interface TestAccount {
  readonly account: StripeAccount;
  readonly customer: StripeCustomer;
  readonly price: StripePrice;
  readonly dear: StripePrice;
  readonly told: readonly StripeEvent[];
  at(seconds: number): void;
  /** The events since the last call, by type. */
  types(): string[];
}

export const START = 1_700_000_000;
export const DAY = 86_400;

const priceOf = (id: string, unitAmount: number): StripePrice => ({
  id,
  created: START,
  product: 'prod_1',
  currency: 'eur',
  unitAmount,
  interval: 'month',
  intervalCount: 1,
  nickname: id,
  lookupKey: null,
  active: true,
  metadata: {},
});

export const makeTestAccount = (): TestAccount => {
  let now = START;
  let ids = 0;
  let seen = 0;
  const told: StripeEvent[] = [];
  const [price, dear] = [priceOf('price_basic', 3_000), priceOf('price_plus', 9_000)];
  const account = makeAccount({
    seeds: { prices: [price, dear] },
    nowMs: () => now * 1_000,
    lagMs: () => 0,
    newId: (prefix) => {
      ids += 1;
      return `${prefix}_${ids}`;
    },
    noteEffect: () => undefined,
    onEvent: (event) => told.push(event),
  });
  const customer = createCustomer(account, { expand: [], email: 'ada@x.example', name: 'Ada' }, byStripe);
  seen = told.length;
  return {
    account,
    customer,
    price,
    dear,
    told,
    at: (seconds) => {
      now = seconds;
    },
    types: () => {
      const fresh = told.slice(seen).map(({ type }) => type);
      seen = told.length;
      return fresh;
    },
  };
};
