import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runSandbox, type RunningSandbox } from '../testing/running-sandbox.ts';

let sandbox: RunningSandbox;
let stripe: Stripe;

beforeAll(async () => {
  sandbox = await runSandbox({ contacts: 150 });
  stripe = sandbox.stripe;
  await sandbox.control('POST', '/limits', { stripe: { perSecond: null, perEndpointPerSecond: null } });
});

afterAll(() => sandbox.close());

const payOf = async (amount: number, currency = 'eur'): Promise<Stripe.Charge> => {
  const customer = await stripe.customers.create({ name: 'Ada' });
  const intent = await stripe.paymentIntents.create({
    amount,
    currency,
    customer: customer.id,
    payment_method: 'pm_card_visa',
    confirm: true,
    expand: ['latest_charge'],
  });
  return intent.latest_charge as Stripe.Charge;
};

const newestTypes = async (count: number): Promise<string[]> =>
  (await stripe.events.list({ limit: count })).data.map(({ type }) => type).toReversed();

test('a payment that the card declines says why, and leaves the failed charge', async () => {
  const customer = await stripe.customers.create({});
  await sandbox.control('POST', '/stripe/card', { customer: customer.id, declineCode: 'expired_card' });
  const intent = await stripe.paymentIntents.create({ amount: 500, currency: 'eur', customer: customer.id });
  await expect(stripe.paymentIntents.confirm(intent.id)).rejects.toMatchObject({
    code: 'card_declined',
    decline_code: 'expired_card',
  });
  expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
    status: 'requires_payment_method',
    last_payment_error: { decline_code: 'expired_card' },
  });
  expect(await newestTypes(2)).toEqual(['charge.failed', 'payment_intent.payment_failed']);
  expect(await stripe.paymentIntents.cancel(intent.id)).toMatchObject({ status: 'canceled' });
});

describe('a refund', () => {
  test('in parts adds up on the charge until nothing is left', async () => {
    const charge = await payOf(1_000);
    await stripe.refunds.create({ charge: charge.id, amount: 400, metadata: { ticket: '5' } });
    expect(await newestTypes(2)).toEqual(['refund.created', 'charge.refunded']);
    await stripe.refunds.create({ payment_intent: charge.payment_intent as string });
    expect(await stripe.charges.retrieve(charge.id, { expand: ['refunds'] })).toMatchObject({
      amount_refunded: 1_000,
      refunded: true,
      refunds: { data: [{ amount: 600 }, { amount: 400 }] },
    });
    await expect(stripe.refunds.create({ charge: charge.id })).rejects.toMatchObject({
      code: 'charge_already_refunded',
    });
    const { data } = await stripe.balanceTransactions.list({ type: 'refund', limit: 2 });
    expect(data.map(({ amount }) => amount)).toEqual([-600, -400]);
  });

  test('can come back from the bank days later', async () => {
    const charge = await payOf(700);
    const refund = await stripe.refunds.create({ charge: charge.id });
    await sandbox.control('POST', '/stripe/fail-refund', { refund: refund.id });
    expect(await newestTypes(3)).toEqual(['refund.updated', 'charge.refund.updated', 'refund.failed']);
    expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({ status: 'failed' });
    expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ amount_refunded: 0, refunded: false });
  });

  test('of more than was paid is refused', async () => {
    const charge = await payOf(700);
    await expect(stripe.refunds.create({ charge: charge.id, amount: 701 })).rejects.toMatchObject({
      param: 'amount',
    });
  });
});

describe('a dispute', () => {
  const open = async () => {
    const charge = await payOf(900);
    const dispute = (await sandbox.control('POST', '/stripe/dispute', {
      charge: charge.id,
      reason: 'product_not_received',
    })) as Stripe.Dispute;
    return { charge, dispute };
  };

  test('takes the money, gets evidence, and gives it back when it is won', async () => {
    const { charge, dispute } = await open();
    expect(dispute).toMatchObject({ status: 'needs_response', reason: 'product_not_received', amount: 900 });
    expect(await newestTypes(3)).toEqual([
      'charge.updated',
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
    ]);
    expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ disputed: true });
    const written = await stripe.disputes.update(dispute.id, {
      evidence: { uncategorized_text: 'Sent on Monday.' },
      submit: false,
    });
    expect(written).toMatchObject({ status: 'needs_response', evidence_details: { has_evidence: true } });
    expect(await stripe.disputes.update(dispute.id, { submit: true })).toMatchObject({
      status: 'under_review',
    });
    await sandbox.control('POST', '/stripe/close-dispute', { dispute: dispute.id, outcome: 'won' });
    const won = await stripe.disputes.retrieve(dispute.id);
    expect(won.status).toBe('won');
    expect(won.balance_transactions.map(({ amount }) => amount)).toEqual([-900, 900]);
  });

  test('that we give in to is lost, and its charge cannot be refunded', async () => {
    const { charge, dispute } = await open();
    expect(await stripe.disputes.close(dispute.id)).toMatchObject({ status: 'lost' });
    await expect(stripe.disputes.close(dispute.id)).rejects.toMatchObject({ statusCode: 400 });
    await expect(stripe.refunds.create({ charge: charge.id })).rejects.toMatchObject({
      code: 'charge_disputed',
    });
    expect((await stripe.disputes.list({ charge: charge.id })).data).toHaveLength(1);
  });
});

test('a world has payments that failed and recovered, refunds and a dispute that waits', async () => {
  const { stripe: counts } = await sandbox.readState();
  expect(counts.charges).toBeGreaterThan(100);
  expect(counts.disputes['needs_response']).toBeGreaterThan(0);
  const charges = await stripe.charges.list({ limit: 100 }).autoPagingToArray({ limit: 2_000 });
  expect(charges.some(({ status }) => status === 'failed')).toBe(true);
  expect(new Set(charges.map(({ currency }) => currency)).size).toBeGreaterThan(2);
  const sums = new Map<string, number>();
  for (const { payment_intent: intent, status, amount } of charges) {
    if (status === 'succeeded') sums.set(intent as string, (sums.get(intent as string) ?? 0) + amount);
  }
  const intents = await stripe.paymentIntents.list({ limit: 100 });
  for (const { id, amount_received: received } of intents.data) expect(received).toBe(sums.get(id) ?? 0);
});
