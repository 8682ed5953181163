import type { StripeCharge } from '@sherpa/integrations/stripe';
import { describe, expect, test } from 'vitest';
import { refunds } from './definition.ts';
import { asksForRefund, chargeMeant, judge } from './policy.ts';

const rules = refunds.settings.parse({});

const charge: StripeCharge = {
  id: 'ch_1',
  customerId: 'cus_1',
  paymentIntentId: null,
  balanceTransactionId: null,
  status: 'succeeded',
  currency: 'eur',
  amountMinor: 10_000,
  amountRefundedMinor: 0,
  refunded: false,
  disputed: false,
  failureCode: null,
  declineReason: null,
  metadata: {},
  created: new Date('2026-03-01T10:00:00Z'),
};

const askedAt = new Date('2026-03-10T10:00:00Z');
const asked = { charge, amountMinor: undefined, askedAt, spentMinor: 0 };

describe('the rules for refunds', () => {
  test('ask people from an amount on', () => {
    expect(judge(asked, rules)).toEqual({ kind: 'allowed', amountMinor: 10_000, needsApproval: true });
    expect(judge({ ...asked, amountMinor: 4_999 }, rules)).toEqual({
      kind: 'allowed',
      amountMinor: 4_999,
      needsApproval: false,
    });
  });

  test('give back what is left where no amount is named', () => {
    const partly = { ...charge, amountRefundedMinor: 9_000 };
    expect(judge({ ...asked, charge: partly }, rules)).toMatchObject({ amountMinor: 1_000 });
  });

  test.for([
    { what: 'a payment that failed', of: { charge: { ...charge, status: 'failed' } } },
    { what: 'a payment that is disputed', of: { charge: { ...charge, disputed: true } } },
    { what: 'a payment that was given back', of: { charge: { ...charge, amountRefundedMinor: 10_000 } } },
    { what: 'more than was paid', of: { amountMinor: 10_001 } },
    { what: 'what is too old', of: { askedAt: new Date('2026-06-10T10:00:00Z') } },
    { what: 'more than a customer may get in a month', of: { spentMinor: 199_000 } },
  ])('refuse $what', ({ of }) => {
    expect(judge({ ...asked, ...of }, rules)).toMatchObject({ kind: 'refused' });
  });
});

describe('the payment that a ticket means', () => {
  test('is the last one before it that succeeded', () => {
    const later = { ...charge, id: 'ch_3', created: new Date('2026-03-11T00:00:00Z') };
    const failed = { ...charge, id: 'ch_2', status: 'failed', created: new Date('2026-03-09T00:00:00Z') };
    expect(chargeMeant([later, failed, charge], askedAt, rules)).toBe(charge);
  });

  test('is for people to say where there are two close together, or none', () => {
    const twin = { ...charge, id: 'ch_2', created: new Date('2026-03-01T12:00:00Z') };
    expect(chargeMeant([twin, charge], askedAt, rules)).toMatch(/two payments/u);
    expect(chargeMeant([], askedAt, rules)).toMatch(/no payment/u);
  });
});

test('a ticket asks for a refund by its words, its category or its pipeline', () => {
  const ticket = { subject: null, category: null, pipelineId: null };
  expect(asksForRefund({ ...ticket, subject: 'REFUND for March' }, rules)).toBe(true);
  expect(asksForRefund({ ...ticket, subject: 'Where is the invoice?' }, rules)).toBe(false);
  expect(
    asksForRefund({ ...ticket, category: 'BILLING_ISSUE' }, { ...rules, categories: ['BILLING_ISSUE'] }),
  ).toBe(true);
  expect(asksForRefund({ ...ticket, pipelineId: '7' }, { ...rules, pipelines: ['7'] })).toBe(true);
});
