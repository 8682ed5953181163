import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultsTaken, runSandbox, type RunningSandbox } from '../testing/running-sandbox.ts';

let sandbox: RunningSandbox;
let stripe: Stripe;

beforeAll(async () => {
  sandbox = await runSandbox({ contacts: 400 });
  stripe = sandbox.stripe;
  await sandbox.control('POST', '/limits', { stripe: { perSecond: null, perEndpointPerSecond: null } });
});

afterAll(() => sandbox.close());

describe('listing', () => {
  test('pages through every customer once, newest first, without the deleted ones', async () => {
    const customers = await stripe.customers.list({ limit: 50 }).autoPagingToArray({ limit: 1_000 });
    const { stripe: counts } = await sandbox.readState();
    expect(customers).toHaveLength(counts.customers);
    expect(counts.deletedCustomers).toBeGreaterThan(0);
    expect(new Set(customers.map((customer) => customer.id)).size).toBe(customers.length);
    const created = customers.map((customer) => customer.created);
    expect(created).toEqual(created.toSorted((left, right) => right - left));
  });

  test('a backward listing arrives at the newest', async () => {
    const newest = await stripe.customers.list({ limit: 5 });
    const back = await stripe.customers.list({ limit: 4, ending_before: newest.data[4]!.id });
    expect(back.data.map((customer) => customer.id)).toEqual(newest.data.slice(0, 4).map((one) => one.id));
    expect(back.has_more).toBe(false);
  });

  test('compares e-mails letter by letter', async () => {
    const email = `Case.${Math.random()}@test.example`;
    await stripe.customers.create({ email });
    expect((await stripe.customers.list({ email })).data).toHaveLength(1);
    expect((await stripe.customers.list({ email: email.toLowerCase() })).data).toHaveLength(0);
  });

  test('refuses an unknown cursor, too large a page and parameters it does not know', async () => {
    await expect(stripe.customers.list({ starting_after: 'cus_unknown' })).rejects.toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'starting_after',
    });
    await expect(stripe.customers.list({ limit: 101 })).rejects.toMatchObject({ param: 'limit' });
    const odd = { colour: 'red' } as Stripe.CustomerListParams;
    await expect(stripe.customers.list(odd)).rejects.toMatchObject({
      code: 'parameter_unknown',
      param: 'colour',
    });
  });

  test('hides canceled subscriptions from who does not ask for all', async () => {
    const count = async (params: Stripe.SubscriptionListParams) =>
      (await stripe.subscriptions.list({ limit: 100, ...params }).autoPagingToArray({ limit: 1_000 })).length;
    const { subscriptions } = (await sandbox.readState()).stripe;
    const all = Object.values(subscriptions).reduce((sum, one) => sum + one, 0);
    expect(await count({ status: 'all' })).toBe(all);
    expect(await count({})).toBe(all - subscriptions['canceled']!);
    expect(await count({ status: 'past_due' })).toBe(subscriptions['past_due']);
  });

  test('filters by creation', async () => {
    const [newest] = (await stripe.customers.list({ limit: 1 })).data;
    const since = await stripe.customers.list({ created: { gte: newest!.created } });
    expect(since.data.map((customer) => customer.id)).toContain(newest!.id);
    expect((await stripe.customers.list({ created: { gt: newest!.created } })).data).toEqual([]);
  });
});

test('shapes are those of the SDK’s version: periods on items, the subscription under the invoice’s parent', async () => {
  const page = await stripe.subscriptions.list({
    status: 'past_due',
    limit: 100,
    expand: ['data.customer', 'data.latest_invoice'],
  });
  for (const subscription of page.data) {
    const invoice = subscription.latest_invoice as Stripe.Invoice;
    expect(subscription).not.toHaveProperty('current_period_end');
    expect(subscription.items.data[0]!.current_period_end).toBeGreaterThan(subscription.created);
    expect(subscription.items.data[0]!.price.unit_amount_decimal?.toString()).toMatch(/^\d+$/u);
    expect(subscription.customer).toMatchObject({ object: 'customer', delinquent: true });
    expect(invoice.status).toBe('open');
    expect(invoice.parent?.subscription_details?.subscription).toBe(subscription.id);
    expect(invoice).not.toHaveProperty('subscription');
  }
  const charged = page.data.filter((one) => one.collection_method === 'charge_automatically');
  expect(charged.map((one) => (one.latest_invoice as Stripe.Invoice).attempt_count)).not.toContain(0);
});

test('a wrong key and a missing one get 401', async () => {
  await expect(sandbox.makeStripe('sk_test_wrong').customers.list()).rejects.toBeInstanceOf(
    Stripe.errors.StripeAuthenticationError,
  );
  const answer = await fetch(`${sandbox.url}/v1/customers`);
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
});

test('too many requests get a 429 that the SDK does not retry by itself', async () => {
  await sandbox.control('POST', '/limits', { stripe: { perSecond: 0 } });
  await expect(stripe.customers.list()).rejects.toMatchObject({ statusCode: 429, code: 'rate_limit' });
  await sandbox.control('POST', '/limits', { stripe: { perSecond: null } });
});

describe('idempotency', () => {
  test('the same key creates once and replays the first answer', async () => {
    const params = { email: 'once@test.example', metadata: { job_key: 'job-1' } };
    const first = await stripe.customers.create(params, { idempotencyKey: 'key-1' });
    const second = await stripe.customers.create(params, { idempotencyKey: 'key-1' });
    expect(second.id).toBe(first.id);
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
    const { effects } = await sandbox.readBooks();
    expect(effects).toContainEqual({
      vendor: 'stripe',
      object: 'customers',
      key: 'metadata.job_key=job-1',
      creates: 1,
      updates: 0,
    });
  });

  test('the same key with other parameters is refused', async () => {
    await stripe.customers.create({ name: 'One' }, { idempotencyKey: 'key-2' });
    await expect(
      stripe.customers.create({ name: 'Two' }, { idempotencyKey: 'key-2' }),
    ).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
  });

  test('a key that is in use answers 409', async () => {
    await sandbox.control('POST', '/faults', {
      vendor: 'stripe',
      path: '/v1/customers',
      kind: 'latency',
      ms: 200,
    });
    const first = stripe.customers.create({ name: 'Slow' }, { idempotencyKey: 'key-3' });
    await faultsTaken(sandbox);
    await expect(
      stripe.customers.create({ name: 'Slow' }, { idempotencyKey: 'key-3' }),
    ).rejects.toMatchObject({
      statusCode: 409,
      code: 'idempotency_key_in_use',
    });
    await expect(first).resolves.toMatchObject({ name: 'Slow' });
  });

  test('parameters that were refused leave the key free', async () => {
    await expect(
      stripe.customers.create({ email: 'nobody' }, { idempotencyKey: 'key-4' }),
    ).rejects.toMatchObject({ statusCode: 400, param: 'email' });
    await expect(
      stripe.customers.create({ email: 'nobody' }, { idempotencyKey: 'key-4' }),
    ).rejects.toMatchObject({ statusCode: 400, param: 'email' });
  });
});

describe('changes', () => {
  const latestEvents = async (types: string[]) => (await stripe.events.list({ types, limit: 3 })).data;

  test('an update merges metadata, clears by null and leaves an event that tells the old values', async () => {
    const { id } = await stripe.customers.create({ name: 'Old', phone: '1', metadata: { a: '1', b: '2' } });
    const updated = await stripe.customers.update(
      id,
      { name: 'New', phone: '', metadata: { b: null, c: '3' } },
      { idempotencyKey: 'echo-1' },
    );
    expect(updated).toMatchObject({ name: 'New', phone: null, metadata: { a: '1', c: '3' } });
    const [event] = await latestEvents(['customer.updated']);
    expect(event).toMatchObject({
      data: { object: { id, name: 'New' }, previous_attributes: { name: 'Old' } },
      request: { idempotency_key: 'echo-1' },
    });
  });

  test('deleting a customer cancels its subscriptions and leaves a stub', async () => {
    const [subscription] = (await stripe.subscriptions.list({ status: 'active', limit: 1 })).data;
    const customerId = subscription!.customer as string;
    await stripe.customers.del(customerId);
    expect(await stripe.customers.retrieve(customerId)).toMatchObject({ id: customerId, deleted: true });
    expect(await stripe.subscriptions.retrieve(subscription!.id)).toMatchObject({ status: 'canceled' });
    await expect(stripe.customers.list({ starting_after: customerId })).rejects.toMatchObject({
      code: 'resource_missing',
    });
    const [event] = await latestEvents(['customer.deleted']);
    expect(event).toMatchObject({ data: { object: { id: customerId } } });
  });

  test('a failed renewal is past due until its invoice is paid', async () => {
    const failed = await sandbox.failPayment();
    expect(await stripe.subscriptions.retrieve(failed.subscription)).toMatchObject({
      status: 'past_due',
      latest_invoice: failed.invoice,
    });
    const invoice = await stripe.invoices.retrieve(failed.invoice);
    expect(invoice).toMatchObject({ status: 'open', attempt_count: 1 });
    expect(invoice.next_payment_attempt).toBeGreaterThan(invoice.created);

    const paid = await stripe.invoices.pay(failed.invoice);
    expect(paid).toMatchObject({ status: 'paid', amount_remaining: 0 });
    expect(await stripe.subscriptions.retrieve(failed.subscription)).toMatchObject({ status: 'active' });
    await expect(stripe.invoices.pay(failed.invoice)).rejects.toMatchObject({ statusCode: 400 });
    const [event] = await latestEvents(['customer.subscription.updated']);
    expect(event).toMatchObject({ data: { previous_attributes: { status: 'past_due' } } });
  });

  test('a card that is out of attempts keeps being declined', async () => {
    const open = await stripe.invoices.list({ status: 'open', limit: 100 });
    const exhausted = open.data.find((invoice) => invoice.attempt_count === 4)!;
    await expect(stripe.invoices.pay(exhausted.id)).rejects.toMatchObject({
      statusCode: 402,
      code: 'card_declined',
      decline_code: 'insufficient_funds',
    });
  });
});

test('events are newest first, at most twenty types, and gone after thirty days', async () => {
  const events = await stripe.events.list({ limit: 100 });
  const created = events.data.map((event) => event.created);
  expect(created).toEqual(created.toSorted((left, right) => right - left));
  const types = Array.from({ length: 21 }, (_unused, index) => `type.${index}`);
  await expect(stripe.events.list({ types })).rejects.toMatchObject({ param: 'types' });
  expect((await stripe.events.list({ types: types.slice(1) })).data).toEqual([]);
  await sandbox.control('POST', '/clock', { advanceMs: 31 * 86_400_000 });
  // Meanwhile Stripe went on: what is listed is new.
  const old = new Set(events.data.map(({ id }) => id));
  expect((await stripe.events.list()).data.filter(({ id }) => old.has(id))).toEqual([]);
  await expect(stripe.events.list({ starting_after: events.data[0]!.id })).rejects.toMatchObject({
    code: 'resource_missing',
  });
});
