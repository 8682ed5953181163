import { describe, expect, it } from 'vitest';
import { matchPrices, type KnownPrice } from './match-prices.ts';
import { toOrder, type WonDeal } from './to-order.ts';

const deal: WonDeal['deal'] = {
  id: '1',
  name: 'Buyer – Plus',
  amount: 1_797,
  currency: 'EUR',
  closeAt: new Date('2026-01-05T10:00:00Z'),
  modifiedAt: null,
  isWon: true,
  kind: 'newbusiness',
  ownerId: '7',
};
const plan: WonDeal['lineItems'][number] = {
  id: '11',
  name: 'Plus plan',
  productId: '3',
  sku: 'plus',
  quantity: 3,
  price: 99,
  amount: 297,
  currency: 'EUR',
  billingFrequency: 'monthly',
};
const once = {
  ...plan,
  id: '12',
  name: 'Onboarding',
  sku: 'onboarding',
  quantity: 1,
  price: 1_500,
  amount: 1_500,
  billingFrequency: null,
};
const contact = { id: '3', email: 'ada@buyer.example', firstName: 'Ada', lastName: null };
const company = { id: '2', name: 'Buyer', domain: 'buyer.example' };
const whole: WonDeal = { deal, company, contact, lineItems: [plan, once] };

describe('an order of a deal', () => {
  it('has what bills are made of, in minor units', () => {
    expect(toOrder(whole)).toMatchObject({
      amountMinor: 179_700,
      currency: 'eur',
      contact: { email: 'ada@buyer.example', name: 'Ada' },
      lines: [
        { unitMinor: 9_900, quantity: 3, rhythm: { interval: 'month', count: 1 } },
        { unitMinor: 150_000, quantity: 1, rhythm: null },
      ],
    });
  });

  it.each<[string, Partial<WonDeal>]>([
    ['The deal has no company', { company: undefined }],
    ['The deal has no contact', { contact: undefined }],
    ['The contact for bills has no e-mail', { contact: { ...contact, email: null } }],
    ['The deal has no amount', { deal: { ...deal, amount: null } }],
    ['The deal has no currency', { deal: { ...deal, currency: null } }],
    ['The deal is not won', { deal: { ...deal, isWon: false } }],
    ['The deal has no line items', { lineItems: [] }],
    ['The line items do not add up', { lineItems: [plan] }],
    ['Line item 11 is in another currency', { lineItems: [{ ...plan, currency: 'USD' }, once] }],
    ['The amount of line item 11', { lineItems: [{ ...plan, amount: 200 }, once] }],
    ['Line item 11 is billed in a way', { lineItems: [{ ...plan, billingFrequency: 'now and then' }, once] }],
    ['The line items that recur', { lineItems: [{ ...plan, billingFrequency: null }, once] }],
  ])('is none where something is missing or contradictory: %s', (problem, over) => {
    expect(toOrder({ ...whole, ...over })).toMatchObject({ problem: expect.stringContaining(problem) });
  });
});

const price: KnownPrice = {
  id: 'price_1',
  productName: 'Plus',
  currency: 'eur',
  unitAmountMinor: 9_900,
  interval: 'month',
  intervalCount: 1,
  lookupKey: 'plus-eur-month',
};
const rules = { prices: {}, lookupKeys: ['{sku}', '{sku}-{currency}-{interval}'] };

const bill = (prices: readonly KnownPrice[], over: Partial<typeof rules> = {}) => {
  const order = toOrder(whole);
  return 'problem' in order ? order : matchPrices(order, prices, { ...rules, ...over });
};

describe('prices of an order', () => {
  const billed = {
    items: [{ priceId: 'price_1', quantity: 3 }],
    once: [{ description: 'Onboarding', amountMinor: 150_000 }],
    seats: 3,
  };

  it('are found by lookup key, by configuration and by name', () => {
    expect(bill([price])).toEqual(billed);
    const other = { ...price, lookupKey: null };
    expect(bill([other])).toMatchObject({ problem: 'No price at Stripe belongs to line item 11.' });
    expect(bill([other], { prices: { plus: 'price_1' } })).toEqual(billed);
    expect(bill([{ ...other, productName: 'plus PLAN' }])).toEqual(billed);
  });

  it('are none where they contradict the deal, or where several fit', () => {
    const differs = {
      problem: 'The price at Stripe for line item 11 differs in amount, currency or rhythm.',
    };
    expect(bill([{ ...price, unitAmountMinor: 9_800 }])).toEqual(differs);
    expect(bill([{ ...price, intervalCount: 3 }])).toEqual(differs);
    expect(bill([price, { ...price, id: 'price_2', lookupKey: 'plus' }])).toEqual({
      problem: 'Several prices at Stripe fit line item 11.',
    });
  });
});
