import type { PaymentState } from '@sherpa/db';
import { describe, expect, test } from 'vitest';
import { differing, isMixed, valuesOf } from './values.ts';

const state: PaymentState = {
  objectType: 'companies',
  objectId: '1',
  payers: ['cus_1'],
  subscriptionStatus: 'active',
  monthlyRevenue: { eur: 4_900 },
  currency: 'eur',
  isDelinquent: false,
  owesSomething: false,
  isDisputed: false,
  subscriptions: [
    { id: 'sub_1', status: 'active', cancelAtPeriodEnd: false, periodEnd: '2026-03-31T23:30:00.000Z' },
    { id: 'sub_2', status: 'active', cancelAtPeriodEnd: true, periodEnd: '2026-03-02T00:00:00.000Z' },
  ],
  written: null,
  writtenAt: null,
};

const berlin = { timeZone: 'Europe/Berlin', currency: 'eur', severalCurrencies: 'hold' } as const;

describe('what stands at HubSpot', () => {
  test('is of the subscription that renews next, in the day of the company', () => {
    expect(valuesOf(state, berlin)).toEqual({
      sherpa_billing_health: 'ok',
      sherpa_subscription_status: 'active',
      sherpa_mrr: 49,
      sherpa_mrr_currency: 'EUR',
      sherpa_renews_on: '2026-04-01',
      sherpa_stripe_customer: 'cus_1',
      sherpa_stripe_subscription: 'sub_1',
    });
  });

  test.for([
    {
      what: 'disputed before all else',
      of: { isDisputed: true, subscriptionStatus: 'past_due' },
      health: 'disputed',
    },
    { what: 'failing while a bill is behind', of: { subscriptionStatus: 'past_due' }, health: 'failing' },
    {
      what: 'failing where a bill without subscription is',
      of: { isDelinquent: true, owesSomething: true },
      health: 'failing',
    },
    { what: 'ok again when what failed was given up', of: { isDelinquent: true }, health: 'ok' },
    { what: 'cancelled when nothing runs', of: { subscriptionStatus: 'canceled' }, health: 'cancelled' },
  ])('is $what', ({ of, health }) => {
    expect(valuesOf({ ...state, ...of }, berlin)).toMatchObject({ sherpa_billing_health: health });
  });

  test('is no number where there are several currencies, or that of the company where that is wanted', () => {
    const mixed = { ...state, monthlyRevenue: { eur: 4_900, usd: 100 } };
    expect(isMixed(mixed)).toBe(true);
    expect(valuesOf(mixed, berlin)).toMatchObject({ sherpa_mrr: null, sherpa_mrr_currency: null });
    const own = { ...berlin, severalCurrencies: 'company' } as const;
    expect(valuesOf(mixed, own)).toMatchObject({ sherpa_mrr: 49, sherpa_mrr_currency: 'EUR' });
  });

  test('is nothing where the payments stand elsewhere by now', () => {
    const cleared = valuesOf({ ...state, payers: [] }, berlin);
    expect(new Set(Object.values(cleared))).toEqual(new Set([null]));
  });
});

test('only what differs is written', () => {
  const values = valuesOf(state, berlin);
  expect(differing(values, { ...values })).toEqual({});
  expect(differing(values, { ...values, sherpa_mrr: 50 })).toEqual({ sherpa_mrr: 49 });
  expect(differing({ sherpa_mrr: null }, null)).toEqual({});
  expect(differing({ sherpa_mrr: null }, { unsure: true })).toEqual({ sherpa_mrr: null });
});
