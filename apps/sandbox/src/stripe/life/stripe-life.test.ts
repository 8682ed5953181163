import { describe, expect, test } from 'vitest';
import { DAY, makeTestAccount, START, type TestAccount } from '../../testing/stripe-account.ts';
import { createSubscription, type NewSubscription } from '../changes/create-subscription.ts';
import { failPayment } from '../changes/fail-payment.ts';
import { cancelAtPeriodEnd, changePlan } from './change-plan.ts';
import { recover } from './dunning.ts';
import { makeStripeLife } from './stripe-life.ts';

const subscribe = ({ account, customer, price }: TestAccount, over: Partial<NewSubscription> = {}) =>
  createSubscription(account, {
    customer,
    items: [{ price, quantity: 1 }],
    collectionMethod: 'charge_automatically',
    daysUntilDue: null,
    trialEnd: null,
    cancelAtPeriodEnd: false,
    paymentBehavior: 'allow_incomplete',
    metadata: {},
    ...over,
  });

const invoicesOf = ({ account }: TestAccount, id: string) => account.groups.invoicesOfSubscription.of(id);

describe('as time passes', () => {
  test('a subscription is billed every period, and announced a week before', () => {
    const run = makeTestAccount();
    const life = makeStripeLife(run.account, START);
    const subscription = subscribe(run);
    run.types();
    life.liveUntil(START + 30 * DAY);
    expect(run.types()).toEqual([
      'invoice.upcoming',
      'customer.subscription.updated',
      'invoice.created',
      'payment_intent.created',
      'invoice_payment.created',
      'invoice.finalized',
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice.updated',
      'invoice.paid',
      'invoice.payment_succeeded',
      'invoice_payment.paid',
    ]);
    life.liveUntil(START + 95 * DAY);
    expect(invoicesOf(run, subscription.id).map(({ created }) => (created - START) / DAY)).toEqual([
      0, 30, 60, 90,
    ]);
    const times = run.told.map(({ created }) => created);
    expect(times).toEqual(times.toSorted((left, right) => left - right));
  });

  test('a bill that was sent is not tried again, however it failed, and time goes on', () => {
    const run = makeTestAccount();
    const life = makeStripeLife(run.account, START);
    const subscription = subscribe(run, { collectionMethod: 'send_invoice', daysUntilDue: 14 });
    life.liveUntil(START + DAY);
    const invoice = failPayment(run.account, subscription);
    expect(invoice).toMatchObject({ status: 'open', attemptCount: 1, nextPaymentAttempt: null });
    life.liveUntil(START + 10 * DAY);
    expect(invoice.attemptCount).toBe(1);
  });

  test('a declined card is tried again after 3, 5 and 7 days, and the last failure ends the subscription', () => {
    const run = makeTestAccount();
    const life = makeStripeLife(run.account, START);
    const subscription = subscribe(run);
    run.customer.declineCode = 'insufficient_funds';
    life.liveUntil(START + 31 * DAY);
    expect(subscription.status).toBe('past_due');
    expect(run.customer.delinquent).toBe(true);
    life.liveUntil(START + 60 * DAY);
    const failures = run.told.filter(({ type }) => type === 'invoice.payment_failed');
    expect(failures.map(({ created }) => (created - START) / DAY)).toEqual([30, 33, 38, 45]);
    expect(invoicesOf(run, subscription.id).at(-1)).toMatchObject({
      status: 'open',
      attemptCount: 4,
      nextPaymentAttempt: null,
    });
    expect(subscription).toMatchObject({ status: 'canceled', cancelReason: 'payment_failed' });
    expect(subscription.revenue.at(-1)).toEqual({ at: START + 45 * DAY, monthlyMinor: 0 });
  });

  test('what is left of it when retries are over is a setting', () => {
    const run = makeTestAccount();
    run.account.switches.afterRetries = 'unpaid';
    const life = makeStripeLife(run.account, START);
    const subscription = subscribe(run);
    run.customer.declineCode = 'insufficient_funds';
    life.liveUntil(START + 60 * DAY);
    expect(subscription.status).toBe('unpaid');
  });

  test('a stolen card is not tried again', () => {
    const run = makeTestAccount();
    const subscription = subscribe(run);
    run.customer.declineCode = 'stolen_card';
    makeStripeLife(run.account, START).liveUntil(START + 31 * DAY);
    expect(invoicesOf(run, subscription.id).at(-1)).toMatchObject({
      attemptCount: 1,
      nextPaymentAttempt: null,
    });
  });

  test('a trial is free, warns three days before its end, and becomes active', () => {
    const run = makeTestAccount();
    const life = makeStripeLife(run.account, START);
    const subscription = subscribe(run, { trialEnd: START + 14 * DAY });
    expect(invoicesOf(run, subscription.id)[0]).toMatchObject({ amount: 0, status: 'paid' });
    expect(subscription.revenue).toEqual([{ at: START, monthlyMinor: 0 }]);
    run.types();
    life.liveUntil(START + 12 * DAY);
    expect(run.types()).toEqual(['invoice.upcoming', 'customer.subscription.trial_will_end']);
    life.liveUntil(START + 14 * DAY);
    expect(subscription.status).toBe('active');
    expect(subscription.revenue.at(-1)).toEqual({ at: START + 14 * DAY, monthlyMinor: 3_000 });
  });

  test('a first payment that never comes voids the bill and the subscription after 23 hours', () => {
    const run = makeTestAccount();
    const life = makeStripeLife(run.account, START);
    const subscription = subscribe(run, { paymentBehavior: 'default_incomplete' });
    expect(subscription.status).toBe('incomplete');
    life.liveUntil(START + DAY);
    expect(subscription.status).toBe('incomplete_expired');
    expect(invoicesOf(run, subscription.id)[0]?.status).toBe('void');
  });

  test('a bill that is sent opens after an hour and is overdue when its day has passed', () => {
    const run = makeTestAccount();
    const life = makeStripeLife(run.account, START);
    const subscription = subscribe(run, { collectionMethod: 'send_invoice', daysUntilDue: 14 });
    expect(invoicesOf(run, subscription.id)[0]?.status).toBe('draft');
    life.liveUntil(START + DAY);
    expect(invoicesOf(run, subscription.id)[0]?.status).toBe('open');
    life.liveUntil(START + 15 * DAY);
    expect(run.types()).toContain('invoice.overdue');
    expect(subscription.status).toBe('past_due');
  });

  test('one that is to end with its period ends then, and is not billed', () => {
    const run = makeTestAccount();
    const life = makeStripeLife(run.account, START);
    const subscription = subscribe(run);
    cancelAtPeriodEnd(run.account, subscription, START + DAY);
    life.liveUntil(START + 40 * DAY);
    expect(subscription).toMatchObject({ status: 'canceled', endedAt: START + 30 * DAY });
    expect(invoicesOf(run, subscription.id)).toHaveLength(1);
  });
});

test('an upgrade is prorated on the next bill', () => {
  const run = makeTestAccount();
  const life = makeStripeLife(run.account, START);
  const subscription = subscribe(run);
  changePlan(run.account, subscription, { price: run.dear }, START + 15 * DAY);
  life.liveUntil(START + 30 * DAY);
  const bill = invoicesOf(run, subscription.id).at(-1);
  expect(bill?.lines.map(({ amount, isProration }) => [amount, isProration])).toEqual([
    [9_000, false],
    [-1_500, true],
    [4_500, true],
  ]);
  expect(bill?.amount).toBe(12_000);
  expect(subscription.revenue).toEqual([
    { at: START, monthlyMinor: 0 },
    { at: START, monthlyMinor: 3_000 },
    { at: START + 15 * DAY, monthlyMinor: 9_000 },
  ]);
});

test('a good card pays what was open, and everything is well again', () => {
  const run = makeTestAccount();
  const subscription = subscribe(run);
  failPayment(run.account, subscription);
  expect(subscription.status).toBe('past_due');
  recover(run.account, subscription, START + DAY);
  expect(subscription.status).toBe('active');
  expect(run.customer.delinquent).toBe(false);
  expect(run.types()).toContain('invoice.paid');
});
