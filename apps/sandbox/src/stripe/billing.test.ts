import type Stripe from 'stripe';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runSandbox, type RunningSandbox } from '../testing/running-sandbox.ts';

let sandbox: RunningSandbox;
let stripe: Stripe;
let price: Stripe.Price;
let dearer: Stripe.Price;
let customer: Stripe.Customer;

beforeAll(async () => {
  sandbox = await runSandbox({ contacts: 60 });
  stripe = sandbox.stripe;
  await sandbox.control('POST', '/limits', { stripe: { perSecond: null, perEndpointPerSecond: null } });
  const product = await stripe.products.create({ name: 'Thing', metadata: { sku: '1' } });
  const make = (unitAmount: number, lookupKey: string) =>
    stripe.prices.create({
      product: product.id,
      currency: 'eur',
      unit_amount: unitAmount,
      recurring: { interval: 'month' },
      lookup_key: lookupKey,
    });
  price = await make(1_000, 'thing-small');
  dearer = await make(4_000, 'thing-large');
});

afterAll(() => sandbox.close());

beforeEach(async () => {
  customer = await stripe.customers.create({ email: 'ada@x.example' });
});

const eventsOf = async (id: string): Promise<string[]> => {
  const { data } = await stripe.events.list({ limit: 100 });
  return data.filter(({ data: { object } }) => 'id' in object && object.id === id).map(({ type }) => type);
};

test('products and prices are made, found by lookup key, and changed', async () => {
  const { data } = await stripe.prices.list({ lookup_keys: ['thing-large'], expand: ['data.product'] });
  expect(data).toMatchObject([{ id: dearer.id, product: { name: 'Thing' } }]);
  await expect(
    stripe.prices.create({ product: 'prod_no', currency: 'eur', unit_amount: 1 }),
  ).rejects.toMatchObject({ statusCode: 400, code: 'resource_missing', param: 'product' });
  await expect(
    stripe.prices.create({
      product: data[0]!.product as string,
      currency: 'eur',
      unit_amount: 1,
      lookup_key: 'thing-small',
    }),
  ).rejects.toMatchObject({ statusCode: 400 });
  const product = await stripe.products.update(price.product as string, { description: 'Small' });
  expect(await stripe.products.retrieve(product.id)).toMatchObject({ description: 'Small', active: true });
  expect((await stripe.products.list({ ids: [product.id] })).data).toHaveLength(1);
  expect(await stripe.prices.update(price.id, { nickname: 'Small' })).toMatchObject({ nickname: 'Small' });
});

describe('a subscription', () => {
  const subscribe = (over: Partial<Stripe.SubscriptionCreateParams> = {}) =>
    stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }], ...over });

  test('is active once its first bill is paid, and the charge leads back to the bill', async () => {
    const subscription = await subscribe({ expand: ['latest_invoice.payments', 'discounts'] });
    expect(subscription.status).toBe('active');
    const invoice = subscription.latest_invoice as Stripe.Invoice;
    expect(invoice).toMatchObject({ status: 'paid', billing_reason: 'subscription_create', total: 1_000 });
    const intent = invoice.payments!.data[0]!.payment.payment_intent as string;
    const { latest_charge: charge } = await stripe.paymentIntents.retrieve(intent, {
      expand: ['latest_charge.balance_transaction'],
    });
    expect(charge).toMatchObject({ paid: true, amount: 1_000, balance_transaction: { amount: 1_000 } });
    const payments = await stripe.invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent: intent },
    });
    expect(payments.data.map((one) => one.invoice)).toEqual([invoice.id]);
    expect(await eventsOf(subscription.id)).toEqual([
      'customer.subscription.updated',
      'customer.subscription.created',
    ]);
  });

  test('waits for its payment where it is asked to', async () => {
    const subscription = await subscribe({ payment_behavior: 'default_incomplete' });
    expect(subscription.status).toBe('incomplete');
    await stripe.invoices.pay(subscription.latest_invoice as string);
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'active' });
  });

  test('that is refused with its card leaves nothing behind', async () => {
    await sandbox.control('POST', '/stripe/card', { customer: customer.id, declineCode: 'do_not_honor' });
    await expect(subscribe({ payment_behavior: 'error_if_incomplete' })).rejects.toMatchObject({
      statusCode: 402,
      decline_code: 'do_not_honor',
    });
    expect((await stripe.subscriptions.list({ customer: customer.id, status: 'all' })).data).toEqual([]);
    expect(await subscribe()).toMatchObject({ status: 'incomplete' });
  });

  test('whose bills are sent begins with a draft', async () => {
    const subscription = await subscribe({
      collection_method: 'send_invoice',
      days_until_due: 30,
      expand: ['latest_invoice'],
    });
    expect(subscription).toMatchObject({ status: 'active', days_until_due: 30 });
    expect(subscription.latest_invoice).toMatchObject({ status: 'draft', number: null });
    await expect(subscribe({ collection_method: 'send_invoice' })).rejects.toMatchObject({
      param: 'days_until_due',
    });
  });

  test('changes its items with prorations that a preview shows before', async () => {
    const { id, items } = await subscribe();
    const item = items.data[0]!.id;
    const changes = [{ id: item, price: dearer.id, quantity: 2 }];
    const preview = await stripe.invoices.createPreview({
      subscription: id,
      subscription_details: { items: changes },
    });
    expect(preview.lines.data[0]).toMatchObject({ amount: 8_000 });
    const updated = await stripe.subscriptions.update(id, {
      items: changes,
      proration_behavior: 'always_invoice',
    });
    expect(updated.items.data[0]).toMatchObject({ quantity: 2, price: { id: dearer.id } });
    const invoice = await stripe.invoices.retrieve(updated.latest_invoice as string);
    expect(invoice).toMatchObject({ billing_reason: 'subscription_update', status: 'paid', total: 7_000 });
    expect(invoice.lines.data.map(({ amount }) => amount)).toEqual([-1_000, 8_000]);
  });

  test('has items of its own to list, add and take out', async () => {
    const { id, items } = await subscribe();
    const added = await stripe.subscriptionItems.create({
      subscription: id,
      price: dearer.id,
      proration_behavior: 'none',
    });
    const { data } = await stripe.subscriptionItems.list({ subscription: id });
    expect(data.map((item) => item.id)).toEqual([items.data[0]!.id, added.id]);
    await stripe.subscriptionItems.update(added.id, { quantity: 3 });
    expect(await stripe.subscriptionItems.retrieve(added.id)).toMatchObject({ quantity: 3 });
    await stripe.subscriptionItems.del(added.id);
    expect((await stripe.subscriptions.retrieve(id)).items.data).toHaveLength(1);
  });

  test('ends with its period, goes on again, and ends at once', async () => {
    const { id } = await subscribe();
    const ending = await stripe.subscriptions.update(id, { cancel_at_period_end: true });
    expect(ending.cancel_at).toBe(ending.items.data[0]!.current_period_end);
    expect(await stripe.subscriptions.update(id, { cancel_at_period_end: false })).toMatchObject({
      cancel_at: null,
      canceled_at: null,
    });
    expect(await stripe.subscriptions.cancel(id)).toMatchObject({
      status: 'canceled',
      cancellation_details: { reason: 'cancellation_requested' },
    });
    await expect(stripe.subscriptions.cancel(id)).rejects.toMatchObject({ statusCode: 400 });
  });

  test('with a coupon bills less, and shows the coupon to who expands it', async () => {
    const subscription = await subscribe({
      discounts: [{ coupon: 'off-25' }],
      expand: ['discounts.source.coupon', 'latest_invoice'],
    });
    expect(subscription.discounts).toMatchObject([{ source: { coupon: { percent_off: 25 } } }]);
    expect(subscription.latest_invoice).toMatchObject({ subtotal: 1_000, total: 750 });
  });
});

describe('an invoice', () => {
  const draft = (over: Partial<Stripe.InvoiceCreateParams> = {}) =>
    stripe.invoices.create({
      customer: customer.id,
      collection_method: 'send_invoice',
      days_until_due: 14,
      ...over,
    });
  const addItem = (over: Partial<Stripe.InvoiceItemCreateParams> = {}) =>
    stripe.invoiceItems.create({ customer: customer.id, amount: 2_500, currency: 'eur', ...over });

  test('is drafted, filled, finalized, sent and paid some other way', async () => {
    const invoice = await draft({ currency: 'eur', metadata: { job: '7' } });
    const item = await addItem({ invoice: invoice.id, description: 'Workshop' });
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ total: 2_500, status: 'draft' });
    await stripe.invoiceItems.update(item.id, { amount: 3_000 });
    const open = await stripe.invoices.finalizeInvoice(invoice.id);
    expect(open).toMatchObject({ status: 'open', amount_due: 3_000, metadata: { job: '7' } });
    expect(open.number).toMatch(/-0001$/u);
    await expect(stripe.invoiceItems.del(item.id)).rejects.toMatchObject({ code: 'invoice_not_editable' });
    await stripe.invoices.sendInvoice(invoice.id);
    expect(await stripe.invoices.pay(invoice.id, { paid_out_of_band: true })).toMatchObject({
      status: 'paid',
    });
    expect((await stripe.charges.list({ customer: customer.id })).data).toEqual([]);
    expect(await eventsOf(invoice.id)).toEqual([
      'invoice.payment_succeeded',
      'invoice.paid',
      'invoice.updated',
      'invoice.sent',
      'invoice.sent',
      'invoice.finalized',
      'invoice.created',
    ]);
  });

  test('takes in what waits, and a draft that is deleted lets it wait again', async () => {
    await addItem();
    const invoice = await draft({ pending_invoice_items_behavior: 'include', currency: 'eur' });
    expect(invoice.total).toBe(2_500);
    await stripe.invoices.del(invoice.id);
    await expect(stripe.invoices.retrieve(invoice.id)).rejects.toMatchObject({ statusCode: 404 });
    await expect(stripe.invoices.list({ starting_after: invoice.id })).rejects.toMatchObject({
      code: 'resource_missing',
    });
    const waiting = await stripe.invoiceItems.list({ customer: customer.id, pending: true });
    expect(waiting.data).toHaveLength(1);
    await stripe.invoiceItems.del(waiting.data[0]!.id);
    expect((await stripe.invoiceItems.list({ customer: customer.id })).data).toEqual([]);
  });

  test('that is open can be voided, or given up, and then no more', async () => {
    const open = async () => {
      const { id } = await draft({ currency: 'eur' });
      await addItem({ invoice: id });
      return stripe.invoices.finalizeInvoice(id);
    };
    const [first, second] = [await open(), await open()];
    expect(await stripe.invoices.voidInvoice(first.id)).toMatchObject({ status: 'void' });
    await expect(stripe.invoices.voidInvoice(first.id)).rejects.toMatchObject({ statusCode: 400 });
    expect(await stripe.invoices.markUncollectible(second.id)).toMatchObject({ status: 'uncollectible' });
    expect(await stripe.invoices.pay(second.id)).toMatchObject({ status: 'paid' });
  });

  test('in a currency without small units asks for whole ones', async () => {
    const { id } = await draft({ currency: 'jpy' });
    await addItem({ invoice: id, amount: 4_640, currency: 'jpy' });
    expect(await stripe.invoices.finalizeInvoice(id)).toMatchObject({ currency: 'jpy', amount_due: 4_640 });
    await expect(addItem({ invoice: id, currency: 'eur' })).rejects.toMatchObject({ param: 'currency' });
  });

  test('with more than ten lines has more of them, and its lines go on after a cursor that is there', async () => {
    const invoice = await draft({ currency: 'eur' });
    const items: string[] = [];
    for (let count = 0; count < 12; count += 1) {
      items.push((await addItem({ invoice: invoice.id, amount: count + 1 })).id);
    }
    const { lines } = await stripe.invoices.retrieve(invoice.id);
    expect(lines).toMatchObject({ has_more: true });
    expect(lines.data).toHaveLength(10);
    const after = lines.data[9]!.id;
    const rest = await stripe.invoices.listLineItems(invoice.id, { starting_after: after });
    expect(rest.data.map(({ amount }) => amount)).toEqual([11, 12]);
    const last = rest.data[1]!.id;
    await stripe.invoiceItems.del(items[11]!);
    await expect(stripe.invoices.listLineItems(invoice.id, { starting_after: last })).rejects.toMatchObject({
      code: 'resource_missing',
      statusCode: 400,
    });
  });

  test('is lowered by a credit note while it is open, and repaid by one when it is paid', async () => {
    const { id } = await draft({ currency: 'eur' });
    await addItem({ invoice: id });
    await stripe.invoices.finalizeInvoice(id);
    await stripe.creditNotes.create({ invoice: id, amount: 500 });
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ amount_due: 2_000 });
    await stripe.invoices.pay(id);
    const note = await stripe.creditNotes.create({ invoice: id, amount: 700, refund_amount: 300 });
    expect(note).toMatchObject({ type: 'post_payment', refunds: [{ amount_refunded: 300 }] });
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: -400 });
    expect((await stripe.creditNotes.list({ invoice: id })).data).toHaveLength(2);
    await expect(stripe.creditNotes.create({ invoice: id, amount: 9_000 })).rejects.toMatchObject({
      param: 'amount',
    });
  });
});

test('checkout and billing portal give links, and a checkout can be called off', async () => {
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: price.id, quantity: 2 }],
    customer: customer.id,
    success_url: 'https://x.example/done',
    client_reference_id: 'deal-7',
  });
  expect(session).toMatchObject({ status: 'open', amount_total: 2_000, client_reference_id: 'deal-7' });
  await stripe.checkout.sessions.expire(session.id);
  expect((await stripe.checkout.sessions.list({ customer: customer.id })).data).toMatchObject([
    { id: session.id, status: 'expired', url: null },
  ]);
  const portal = await stripe.billingPortal.sessions.create({ customer: customer.id });
  expect(portal.url).toContain(portal.id);
});

test('a webhook endpoint tells its secret once', async () => {
  const made = await stripe.webhookEndpoints.create({
    url: 'https://x.example/hook',
    enabled_events: ['invoice.paid'],
  });
  expect(made.secret).toMatch(/^whsec_/u);
  const { data } = await stripe.webhookEndpoints.list();
  expect(data).toMatchObject([{ id: made.id, status: 'enabled' }]);
  expect(data[0]).not.toHaveProperty('secret');
});
