import type { Stripe } from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAll } from '../testing/read-all.ts';
import { startSandboxClients, type SandboxClients } from '../testing/sandbox.ts';
import { stripeEventTypes } from './event-types.ts';
import { isDeadCursor } from './dead-cursor.ts';
import { monthlyRevenueMinor } from './monthly-revenue.ts';
import type { StripeApi } from './stripe.ts';

let clients: SandboxClients;
let stripe: StripeApi;
let sdk: Stripe;
let keys = 0;

/** A key that nothing was written under yet. */
const newKey = (): string => {
  keys += 1;
  return `sherpa:test-${keys}:write`;
};

const turn = (name: string, body: object) => clients.control('POST', `stripe/${name}`, body);

const newCustomer = () => stripe.createCustomer({ key: newKey(), email: 'ada@x.example', name: 'Ada' });

let priceId: string;
let dearerPriceId: string;

const subscribe = async (daysUntilDue?: number) => {
  const customer = await newCustomer();
  const items = [{ priceId, quantity: 2 }];
  return stripe.createSubscription({ key: newKey(), customerId: customer.id, items, daysUntilDue });
};

/** A subscription that is paid for. */
const subscribed = async () => {
  const subscription = await subscribe();
  await sdk.invoices.pay(subscription.latestInvoiceId ?? '');
  return subscription;
};

/** A charge that succeeded. */
const charged = async () => {
  const { customerId } = await subscribed();
  const { rows } = await stripe.listCharges({ customerId, limit: 1 });
  return rows[0]!;
};

beforeAll(async () => {
  clients = await startSandboxClients(120);
  ({ stripe, stripeSdk: sdk } = clients);
  await clients.control('POST', 'limits', { stripe: { perSecond: null, perEndpointPerSecond: null } });
  const { rows } = await stripe.listPrices({ limit: 10, lookupKeys: ['basic-eur-month', 'plus-eur-month'] });
  priceId = rows.find(({ lookupKey }) => lookupKey === 'basic-eur-month')!.id;
  dearerPriceId = rows.find(({ lookupKey }) => lookupKey === 'plus-eur-month')!.id;
});

afterAll(() => clients.stop());

interface Row {
  readonly id: string;
}

describe('every kind is listed once, newest first, page by page, and got alike', () => {
  const kinds: [
    string,
    (startingAfter?: string) => Promise<{ rows: readonly Row[]; next?: string | undefined }>,
  ][] = [
    ['customer', (startingAfter) => stripe.listCustomers({ limit: 25, startingAfter })],
    ['product', (startingAfter) => stripe.listProducts({ limit: 2, startingAfter })],
    ['price', (startingAfter) => stripe.listPrices({ limit: 25, startingAfter })],
    ['subscription', (startingAfter) => stripe.listSubscriptions({ limit: 25, startingAfter })],
    ['invoice', (startingAfter) => stripe.listInvoices({ limit: 100, startingAfter })],
    ['payment_intent', (startingAfter) => stripe.listPaymentIntents({ limit: 100, startingAfter })],
    ['charge', (startingAfter) => stripe.listCharges({ limit: 100, startingAfter })],
    ['refund', (startingAfter) => stripe.listRefunds({ limit: 5, startingAfter })],
    ['dispute', (startingAfter) => stripe.listDisputes({ limit: 5, startingAfter })],
    ['balance_transaction', (startingAfter) => stripe.listBalanceTransactions({ limit: 100, startingAfter })],
  ];
  it.each(kinds)('%s', async (type, list) => {
    const rows = await readAll(list);
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    const [first] = rows;
    await expect(stripe.getObject({ type, id: first?.id ?? '' })).resolves.toEqual(first);
    await expect(
      stripe.getObject({ type, id: `${(first?.id ?? '').slice(0, 4)}none` }),
    ).resolves.toBeUndefined();
  });

  it('but nothing of a kind that is not known', async () => {
    await expect(stripe.getObject({ type: 'topup', id: 'tu_1' })).rejects.toMatchObject({
      code: 'validation_failed',
      details: { type: 'topup' },
    });
  });
});

it('invoices lead to their customer, subscription and payments, and those to the charge', async () => {
  const { latestInvoiceId, customerId, id } = await subscribed();
  const invoice = await stripe.getInvoice(latestInvoiceId ?? '');
  expect(invoice).toMatchObject({ customerId, subscriptionId: id, status: 'paid', amountPaidMinor: 5_800 });
  const payments = await stripe.listInvoicePayments({ invoiceId: latestInvoiceId ?? '', limit: 10 });
  expect(payments.rows).toMatchObject([{ status: 'paid', amountPaidMinor: 5_800 }]);
  const intent = await stripe.getPaymentIntent(payments.rows[0]?.paymentIntentId ?? '');
  const charge = await stripe.getCharge(intent?.latestChargeId ?? '');
  expect(charge).toMatchObject({ status: 'succeeded', amountMinor: 5_800, currency: 'eur' });
  await expect(stripe.getBalanceTransaction(charge?.balanceTransactionId ?? '')).resolves.toMatchObject({
    type: 'charge',
    sourceId: charge?.id,
    amountMinor: 5_800,
  });
});

it('monthly revenue is the account’s truth, customer by customer, in currencies with cents and without', async () => {
  const truth = (await clients.control('GET', 'stripe/truth')) as {
    customers: { customer: string; currency: string; monthlyMinor: number }[];
  };
  const found = new Map<string, number>();
  const rows = await readAll((startingAfter) => stripe.listSubscriptions({ limit: 100, startingAfter }));
  for (const subscription of rows) {
    const key = `${subscription.customerId} ${subscription.currency}`;
    found.set(key, (found.get(key) ?? 0) + monthlyRevenueMinor(subscription));
  }
  const wanted = truth.customers.map((one) => [`${one.customer} ${one.currency}`, one.monthlyMinor]);
  const earning = [...found].filter(([, amount]) => amount > 0);
  expect(Object.fromEntries(earning)).toEqual(Object.fromEntries(wanted));
  expect(truth.customers.some(({ currency }) => currency === 'jpy' || currency === 'krw')).toBe(true);
  expect(rows.some(({ discounts }) => discounts.some(({ percentOff }) => percentOff !== null))).toBe(true);
});

describe('a customer', () => {
  it('is created once under a key, and found by that key and nothing by another', async () => {
    const since = new Date();
    const ada = { key: newKey(), email: 'Ada@x.example', name: 'Ada', metadata: { plan: 'a' } };
    const created = await stripe.createCustomer(ada);
    expect(created).toMatchObject({ email: 'Ada@x.example', name: 'Ada', metadata: { plan: 'a' } });
    await expect(stripe.createCustomer(ada)).resolves.toEqual(created);
    const { key, email } = ada;
    await expect(stripe.findCreatedCustomer({ key, email, since })).resolves.toEqual(created);
    await expect(stripe.findCreatedCustomer({ key, email: null, since })).resolves.toEqual(created);
    await expect(
      stripe.findCreatedCustomer({ key: 'sherpa:2:create', email, since }),
    ).resolves.toBeUndefined();
  });

  it('is refused under a key that was used with another one', async () => {
    const ada = { key: newKey(), email: null, name: 'Ada' };
    await stripe.createCustomer(ada);
    await expect(stripe.createCustomer({ ...ada, name: 'Eve' })).rejects.toMatchObject({
      code: 'integration_rejected',
      details: { vendorType: 'idempotency_error' },
    });
  });

  it('is changed where something is given, and cleared by null', async () => {
    const { id } = await newCustomer();
    const changes = { key: newKey(), name: null, phone: '42', metadata: { tier: '1' } };
    await expect(stripe.updateCustomer(id, changes)).resolves.toMatchObject({
      email: 'ada@x.example',
      name: null,
      phone: '42',
      metadata: { tier: '1' },
    });
  });

  it('gets a link to its own billing', async () => {
    const { id } = await newCustomer();
    const session = await stripe.createPortalSession({
      key: newKey(),
      customerId: id,
      returnUrl: 'https://x.example/account',
    });
    expect(session.url).toContain(session.id);
  });
});

describe('a subscription', () => {
  it('waits for its payment, or has a draft that is to be sent', async () => {
    await expect(subscribe()).resolves.toMatchObject({
      status: 'incomplete',
      collectionMethod: 'charge_automatically',
      items: [{ priceId, quantity: 2, unitAmountMinor: 2_900, interval: 'month' }],
    });
    const sent = await subscribe(30);
    expect(sent).toMatchObject({ status: 'active', collectionMethod: 'send_invoice' });
    await expect(stripe.getInvoice(sent.latestInvoiceId ?? '')).resolves.toMatchObject({ status: 'draft' });
  });

  it('is created once, and found by its key after the day in which Stripe knows it', async () => {
    const { id: customerId } = await newCustomer();
    const since = new Date();
    const asked = { key: newKey(), customerId, items: [{ priceId, quantity: 1 }] };
    const created = await stripe.createSubscription(asked);
    await expect(stripe.createSubscription(asked)).resolves.toMatchObject({ id: created.id });
    const { key } = asked;
    await expect(stripe.findCreatedSubscription({ key, customerId, since })).resolves.toMatchObject({
      id: created.id,
    });
  });

  it('changes its plan, ends with its period, and at once, however often it is asked', async () => {
    const { id, items } = await subscribed();
    const changed = await stripe.updateSubscription(id, {
      key: newKey(),
      items: [{ id: items[0]!.id, priceId: dearerPriceId, quantity: 3 }],
      proration: 'none',
      metadata: { deal: '9' },
    });
    expect(changed).toMatchObject({
      items: [{ priceId: dearerPriceId, quantity: 3 }],
      metadata: { deal: '9' },
    });
    expect(monthlyRevenueMinor(changed)).toBe(29_700);
    await expect(
      stripe.updateSubscription(id, { key: newKey(), cancelAtPeriodEnd: true }),
    ).resolves.toMatchObject({ cancelAtPeriodEnd: true, cancelReason: 'cancellation_requested' });
    const cancellation = { key: newKey() };
    await expect(stripe.cancelSubscription(id, cancellation)).resolves.toMatchObject({ status: 'canceled' });
    await expect(stripe.cancelSubscription(id, cancellation)).resolves.toMatchObject({ status: 'canceled' });
    await expect(stripe.cancelSubscription('sub_none', cancellation)).rejects.toMatchObject({
      code: 'integration_rejected',
    });
  });
});

describe('an invoice', () => {
  const draft = async () => {
    const { id: customerId } = await newCustomer();
    const key = newKey();
    const invoice = await stripe.createInvoice({ key, customerId, currency: 'eur', daysUntilDue: 14 });
    return { key, customerId, invoice };
  };

  it('is drafted, filled, finalized and voided, each once', async () => {
    const { key, customerId, invoice } = await draft();
    const since = new Date();
    const item = { key: newKey(), customerId, invoiceId: invoice.id, amountMinor: 4_200, currency: 'eur' };
    const added = await stripe.createInvoiceItem({ ...item, description: 'Workshop' });
    await expect(stripe.createInvoiceItem({ ...item, description: 'Workshop' })).resolves.toEqual(added);
    await expect(stripe.findCreatedInvoiceItem({ key: item.key, customerId, since })).resolves.toMatchObject({
      id: added.id,
    });
    await expect(stripe.findCreatedInvoice({ key, customerId, since })).resolves.toMatchObject({
      id: invoice.id,
    });
    const action = { key: newKey() };
    const open = await stripe.finalizeInvoice(invoice.id, action);
    expect(open).toMatchObject({
      status: 'open',
      amountDueMinor: 4_200,
      lines: [{ amountMinor: 4_200, description: 'Workshop', proration: false }],
    });
    await expect(stripe.finalizeInvoice(invoice.id, action)).resolves.toMatchObject({ status: 'open' });
    await expect(stripe.voidInvoice(invoice.id, { key: newKey() })).resolves.toMatchObject({
      status: 'void',
    });
  });

  it('that was lowered by a credit note shows it', async () => {
    const { customerId, invoice } = await draft();
    const item = { key: newKey(), customerId, invoiceId: invoice.id, amountMinor: 1_000, currency: 'eur' };
    await stripe.createInvoiceItem(item);
    await stripe.finalizeInvoice(invoice.id, { key: newKey() });
    const note = await sdk.creditNotes.create(
      { invoice: invoice.id, amount: 300 },
      { idempotencyKey: newKey() },
    );
    await expect(stripe.getCreditNote(note.id)).resolves.toMatchObject({
      amountMinor: 300,
      type: 'pre_payment',
    });
    const { rows } = await stripe.listCreditNotes({ invoiceId: invoice.id, limit: 10 });
    expect(rows).toMatchObject([{ id: note.id, invoiceId: invoice.id }]);
    await expect(stripe.getInvoice(invoice.id)).resolves.toMatchObject({ amountDueMinor: 700 });
  });
});

it('money is given back once, and a dispute is seen with its deadline', async () => {
  const charge = await charged();
  const since = new Date();
  const asked = { key: newKey(), chargeId: charge.id, amountMinor: 800, reason: 'duplicate' } as const;
  const refund = await stripe.createRefund(asked);
  expect(refund).toMatchObject({ amountMinor: 800, status: 'succeeded', reason: 'duplicate' });
  await expect(stripe.createRefund(asked)).resolves.toEqual(refund);
  const { key, chargeId } = asked;
  await expect(stripe.findCreatedRefund({ key, chargeId, since })).resolves.toEqual(refund);
  await turn('dispute', { charge: charge.id });
  const { rows } = await stripe.listDisputes({ chargeId, limit: 10 });
  expect(rows).toMatchObject([{ status: 'needs_response', amountMinor: 5_000, reason: 'fraudulent' }]);
  expect(rows[0]?.evidenceDueBy?.getTime()).toBeGreaterThan(since.getTime());
});

it('checkout sessions and webhook endpoints are listed', async () => {
  const { id } = await newCustomer();
  const session = await sdk.checkout.sessions.create(
    { mode: 'subscription', customer: id, line_items: [{ price: priceId, quantity: 1 }] },
    { idempotencyKey: newKey() },
  );
  const sessions = await stripe.listCheckoutSessions({ customerId: id, limit: 10 });
  expect(sessions.rows).toMatchObject([{ id: session.id, status: 'open', amountTotalMinor: 2_900 }]);
  await expect(stripe.getCheckoutSession(session.id)).resolves.toEqual(sessions.rows[0]);
  await sdk.webhookEndpoints.create(
    { url: 'https://x.example/hook', enabled_events: ['*'] },
    { idempotencyKey: newKey() },
  );
  const endpoints = await stripe.listWebhookEndpoints({ limit: 10 });
  expect(endpoints.rows).toMatchObject([{ url: 'https://x.example/hook', status: 'enabled' }]);
});

describe('events', () => {
  it('tell an echo of ours from what others did', async () => {
    const since = new Date();
    const { id } = await newCustomer();
    await sdk.customers.update(id, { name: 'Eve' }, { idempotencyKey: 'somebody-else' });
    await sdk.customers.update(id, { name: 'Ada' }, { idempotencyKey: newKey() });
    const { rows } = await stripe.listEventsSince({ since, types: stripeEventTypes.customer });
    const own = rows.filter(({ objectId }) => objectId === id);
    expect(own.map(({ type, isEcho }) => [type, isEcho])).toEqual([
      ['customer.updated', true],
      ['customer.updated', false],
      // What is new is not in the mirror, whoever made it.
      ['customer.created', false],
    ]);
  });

  it('are read in their order after one that is known, though they share a second', async () => {
    const { rows } = await stripe.listEventsSince({ since: new Date(0), types: stripeEventTypes.customer });
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.push((await newCustomer()).id);
    const after = await stripe.listEventsAfter({ after: rows[0]!.id, types: ['customer.created'] });
    expect(after.rows.map(({ objectId }) => objectId)).toEqual(ids);
    expect(after.next).toBeUndefined();
  });

  it('that no webhook delivered are found', async () => {
    const since = new Date();
    await turn('switches', { failDeliveries: ['customer.*'] });
    const { id } = await newCustomer();
    await turn('switches', { failDeliveries: [] });
    const { rows } = await stripe.listUndeliveredEvents({ since });
    expect(rows).toMatchObject([{ type: 'customer.created', objectId: id }]);
  });
});

describe('what a sync must survive', () => {
  it('edge case 21: a change of something old shows in no listing by creation, but in the events', async () => {
    const since = new Date();
    const all = await readAll((startingAfter) => stripe.listCustomers({ limit: 100, startingAfter }));
    const oldest = all.at(-1)!;
    await stripe.updateCustomer(oldest.id, { key: newKey(), phone: '+1 555' });
    const created = await stripe.listCustomers({ limit: 100, createdSince: since });
    expect(created.rows.map(({ id }) => id)).not.toContain(oldest.id);
    const { rows } = await stripe.listEventsSince({ since, types: stripeEventTypes.customer });
    expect(rows.map(({ objectId }) => objectId)).toContain(oldest.id);
  });

  it('edge case 22: refunds are told under every name they go by, from their making to their failure', async () => {
    const charge = await charged();
    const since = new Date();
    const refund = await stripe.createRefund({ key: newKey(), chargeId: charge.id });
    await turn('fail-refund', { refund: refund.id });
    const { rows } = await stripe.listEventsSince({ since, types: stripeEventTypes.refund });
    const told = rows.filter(({ objectId }) => objectId === refund.id || objectId === charge.id);
    expect(told.map(({ type }) => type).toSorted()).toEqual(stripeEventTypes.refund.toSorted());
    // `charge.refunded` names the charge: its refunds are listed by it.
    const ofCharge = await stripe.listRefunds({ chargeId: charge.id, limit: 10 });
    expect(ofCharge.rows).toMatchObject([{ id: refund.id, status: 'failed' }]);
    for (const types of Object.values(stripeEventTypes)) expect(types.length).toBeLessThanOrEqual(20);
  });

  it('edge case 25: what was deleted is told as deleted, and its id may still be asked for', async () => {
    const since = new Date();
    const { id } = await newCustomer();
    await sdk.customers.del(id);
    const { rows } = await stripe.listEventsSince({ since, types: ['customer.deleted'] });
    expect(rows.find(({ objectId }) => objectId === id)).toMatchObject({ isDeletion: true });
    await expect(stripe.getCustomer(id)).resolves.toEqual({ id, deleted: true });
    const invoice = await stripe.createInvoice({ key: newKey(), customerId: (await newCustomer()).id });
    await sdk.invoices.del(invoice.id);
    await expect(stripe.getInvoice(invoice.id)).resolves.toBeUndefined();
  });

  it('edge case 26: canceled subscriptions are listed with the others', async () => {
    const subscription = await subscribed();
    await stripe.cancelSubscription(subscription.id, { key: newKey() });
    const { customerId, id } = subscription;
    const { rows } = await stripe.listSubscriptions({ customerId, limit: 10 });
    expect(rows).toMatchObject([{ id, status: 'canceled' }]);
    expect((await sdk.subscriptions.list({ customer: customerId })).data).toEqual([]);
  });

  it('edge case 27: an event in the shape of an older version says so, and the object is got in ours', async () => {
    const since = new Date();
    const subscription = await subscribed();
    await turn('switches', { oldEvents: { version: '2022-11-15' } });
    await turn('cancel', { subscription: subscription.id });
    await turn('switches', { oldEvents: null });
    const { rows } = await stripe.listEventsSince({ since, types: ['customer.subscription.updated'] });
    const [event] = rows.filter(({ objectId }) => objectId === subscription.id);
    expect(event).toMatchObject({ apiVersion: '2022-11-15', objectType: 'subscription' });
    await expect(stripe.getSubscription(subscription.id)).resolves.toMatchObject({
      cancelAtPeriodEnd: true,
      currentPeriodEnd: expect.any(Date),
    });
  });

  it('edge case 28: what must be expanded is not in events, but in what is got', async () => {
    const { id: customerId } = await newCustomer();
    const { id } = await sdk.subscriptions.create(
      { customer: customerId, items: [{ price: priceId }], discounts: [{ coupon: 'off-50' }] },
      { idempotencyKey: newKey() },
    );
    const [event] = (await sdk.events.list({ type: 'customer.subscription.created', limit: 1 })).data;
    expect(event?.data.object).toMatchObject({ id, discounts: [expect.stringMatching(/^di_/u)] });
    const got = await stripe.getSubscription(id);
    expect(got?.discounts).toMatchObject([{ percentOff: 50, duration: 'forever' }]);
    expect(monthlyRevenueMinor(got!)).toBe(1_450);
  });

  it('edge case 29: an upcoming invoice has no id, and its event none to ask for', async () => {
    const since = new Date();
    const { id } = await subscribed();
    await turn('upcoming', { subscription: id });
    const { rows } = await stripe.listEventsSince({ since, types: ['invoice.upcoming'] });
    expect(rows[0]).toMatchObject({ objectType: 'invoice', objectId: null, isDeletion: false });
  });

  it('edge case 30: a cursor that was deleted is told apart from other refusals, and the listing starts over', async () => {
    const { id } = await newCustomer();
    await sdk.customers.del(id);
    const broken = await stripe
      .listCustomers({ limit: 10, startingAfter: id })
      .catch((error: unknown) => error);
    expect(isDeadCursor(broken)).toBe(true);
    const other = await stripe.listCustomers({ limit: 101 }).catch((error: unknown) => error);
    expect(isDeadCursor(other)).toBe(false);
    await expect(stripe.listCustomers({ limit: 10 })).resolves.toMatchObject({ next: expect.any(String) });
  });

  it('edge case 31: lines have keys of their own, though their ids come again on other invoices', async () => {
    const rows = await readAll((startingAfter) => stripe.listInvoices({ limit: 100, startingAfter }));
    const lines = rows.flatMap((invoice) => invoice.lines);
    expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
    const raw = await sdk.invoices.list({ limit: 100 }).autoPagingToArray({ limit: 1_000 });
    const ids = raw.flatMap((invoice) => invoice.lines.data.map((line) => line.id));
    expect(new Set(ids).size).toBeLessThan(ids.length);
  });

  it('edge case 33: what belongs to a test clock is in no list, and says so where it is told of', async () => {
    const since = new Date();
    const clocked = await sdk.customers.create(
      { name: 'Clocked', test_clock: 'clock_1' },
      { idempotencyKey: newKey() },
    );
    const { rows } = await stripe.listCustomers({ limit: 100, createdSince: since });
    expect(rows.map(({ id }) => id)).not.toContain(clocked.id);
    const events = await stripe.listEventsSince({ since, types: ['customer.created'] });
    expect(events.rows.find(({ objectId }) => objectId === clocked.id)).toMatchObject({
      testClockId: 'clock_1',
    });
    await expect(stripe.getCustomer(clocked.id)).resolves.toMatchObject({ testClockId: 'clock_1' });
  });

  it('edge case 34: a 429 without a word on when is tried again by us, since the SDK does not', async () => {
    const fault = { vendor: 'stripe', path: '/v1/customers', kind: 'status429' };
    await clients.control('POST', 'faults', fault);
    await expect(sdk.customers.list()).rejects.toMatchObject({ statusCode: 429 });
    await clients.control('POST', 'faults', fault);
    await expect(stripe.listCustomers({ limit: 1 })).resolves.toMatchObject({ rows: [expect.anything()] });
  });
});

it('reads every line of a long invoice, in order', async () => {
  const { id: customerId } = await newCustomer();
  const invoice = await stripe.createInvoice({ key: newKey(), customerId, currency: 'eur' });
  for (let amountMinor = 1; amountMinor <= 12; amountMinor += 1) {
    const item = { key: newKey(), customerId, invoiceId: invoice.id, amountMinor, currency: 'eur' };
    await stripe.createInvoiceItem(item);
  }
  await expect(stripe.getInvoice(invoice.id)).resolves.toMatchObject({ hasMoreLines: true });
  const lines = await stripe.listInvoiceLines(invoice.id);
  expect(lines.map(({ amountMinor }) => amountMinor)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  const waiting = await stripe.listInvoiceItems({ customerId, limit: 100 });
  expect(waiting.rows).toHaveLength(12);
});
