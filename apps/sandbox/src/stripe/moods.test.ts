import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runSandbox, type RunningSandbox } from '../testing/running-sandbox.ts';

let sandbox: RunningSandbox;
let stripe: Stripe;

const limit = (changes: object) => sandbox.control('POST', '/limits', { stripe: changes });
const turn = (name: string, body: object) => sandbox.control('POST', `/stripe/${name}`, body);
const DAY_MS = 86_400_000;

beforeAll(async () => {
  sandbox = await runSandbox({ contacts: 60 });
  stripe = sandbox.stripe;
  await limit({ perSecond: null, perEndpointPerSecond: null });
});

afterAll(() => sandbox.close());

describe('limits', () => {
  test('each endpoint has its own, whatever ids its path names', async () => {
    await limit({ perEndpointPerSecond: 2 });
    const { data } = await stripe.customers.list({ limit: 3 });
    const get = (index: number) => stripe.customers.retrieve(data[index]!.id);
    await get(0);
    await get(1);
    await expect(get(2)).rejects.toMatchObject({ statusCode: 429, code: 'rate_limit' });
    await expect(stripe.invoices.list({ limit: 1 })).resolves.toBeDefined();
    await limit({ perEndpointPerSecond: null });
  });

  test('two writes on one object at once: the second is turned away, another object’s is not', async () => {
    const [one, other] = [await stripe.customers.create({}), await stripe.customers.create({})];
    await limit({ lockMs: 600_000 });
    const caller = new AbortController();
    const first = sandbox.raw(`/v1/customers/${one.id}`, {
      method: 'POST',
      body: 'name=First',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      signal: caller.signal,
    });
    const ended = first.then(
      () => 'answered',
      () => 'given up',
    );
    await expect.poll(() => stripe.customers.retrieve(one.id)).toMatchObject({ name: 'First' });
    await limit({ lockMs: 0 });
    await expect(stripe.customers.update(one.id, { name: 'Second' })).rejects.toMatchObject({
      statusCode: 429,
      code: 'lock_timeout',
    });
    await expect(
      stripe.invoiceItems.create({ customer: one.id, amount: 1, currency: 'eur' }),
    ).rejects.toMatchObject({ code: 'lock_timeout' });
    await expect(stripe.customers.update(other.id, { name: 'Other' })).resolves.toBeDefined();
    caller.abort();
    expect(await ended).toBe('given up');
  });

  test('metadata has fifty keys at most', async () => {
    const metadata = Object.fromEntries(Array.from({ length: 51 }, (_unused, index) => [`k${index}`, '1']));
    await expect(stripe.customers.create({ metadata })).rejects.toMatchObject({ param: 'metadata' });
    await expect(stripe.customers.create({ metadata: { ['k'.repeat(41)]: '1' } })).rejects.toMatchObject({
      statusCode: 400,
    });
  });
});

describe('a key', () => {
  test('remembers a failure of Stripe’s own, and answers it again', async () => {
    await turn('switches', { brokenWrites: 1 });
    const create = () => stripe.customers.create({ name: 'Ada' }, { idempotencyKey: 'broken-1' });
    await expect(create()).rejects.toMatchObject({ statusCode: 500 });
    await expect(create()).rejects.toMatchObject({
      statusCode: 500,
      headers: { 'idempotent-replayed': 'true' },
    });
  });

  test('is forgotten after a day', async () => {
    const create = () => stripe.customers.create({ name: 'Ada' }, { idempotencyKey: 'daily' });
    const first = await create();
    await sandbox.control('POST', '/clock', { advanceMs: DAY_MS + 1_000 });
    expect((await create()).id).not.toBe(first.id);
  });
});

describe('events', () => {
  const newest = async (type: string) => (await stripe.events.list({ type, limit: 1 })).data[0]!;

  test('can be written in the shapes of an older version', async () => {
    await turn('switches', { oldEvents: { types: ['customer.subscription.*', 'invoice.*'] } });
    const failed = await sandbox.failPayment();
    await turn('switches', { oldEvents: null });
    const event = await newest('customer.subscription.updated');
    expect(event.api_version).toBe('2022-11-15');
    expect(event.data.object).toHaveProperty('current_period_end');
    const invoice = await newest('invoice.payment_failed');
    expect(invoice.data.object).toMatchObject({ id: failed.invoice, subscription: failed.subscription });
    const current = await stripe.subscriptions.retrieve(failed.subscription);
    expect(current).not.toHaveProperty('current_period_end');
  });

  test('that no webhook delivered can be asked for', async () => {
    await turn('switches', { failDeliveries: ['customer.created'] });
    const { id } = await stripe.customers.create({ name: 'Lost' });
    await turn('switches', { failDeliveries: [] });
    const lost = await stripe.events.list({ delivery_success: false });
    expect(lost.data).toMatchObject([{ type: 'customer.created', data: { object: { id } } }]);
    const fine = await stripe.events.list({ delivery_success: true, limit: 100 });
    expect(fine.data.map((event) => event.id)).not.toContain(lost.data[0]!.id);
  });

  test('of an upcoming invoice name no invoice', async () => {
    const [subscription] = (await stripe.subscriptions.list({ status: 'active', limit: 1 })).data;
    await turn('upcoming', { subscription: subscription!.id });
    const { data } = await newest('invoice.upcoming');
    expect(data.object).not.toHaveProperty('id');
    expect(data.object).toMatchObject({ object: 'invoice', lines: { data: [{ id: null }] } });
  });

  test('are read backwards from one that is known', async () => {
    const known = await newest('customer.created');
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c']) ids.push((await stripe.customers.create({ name })).id);
    const seen: string[] = [];
    for await (const event of stripe.events.list({
      ending_before: known.id,
      types: ['customer.created'],
      limit: 2,
    })) {
      seen.push((event.data.object as Stripe.Customer).id);
    }
    expect(seen).toEqual(ids);
  });
});

test('search sees a write a minute later, and the old state until then', async () => {
  const { id } = await stripe.customers.create({ email: 'Late@x.example', metadata: { plan: 'gold' } });
  const search = async (query: string) =>
    (await stripe.customers.search({ query })).data.map((customer) => customer.id);
  expect(await search('email:"late@x.example"')).toEqual([]);
  await sandbox.control('POST', '/clock', { advanceMs: 60_000 });
  expect(await search('email:"late@x.example" AND metadata["plan"]:"gold"')).toEqual([id]);
  await stripe.customers.update(id, { email: 'other@x.example' });
  expect(await search('email:"late@x.example"')).toEqual([id]);
  await expect(stripe.customers.search({ query: 'colour:"red"' })).rejects.toMatchObject({
    statusCode: 400,
  });
});

test('what belongs to a test clock is in no list, but can be got and is told of', async () => {
  const customer = await stripe.customers.create({ name: 'Clocked', test_clock: 'clock_1' });
  const { data } = await stripe.customers.list({ limit: 1 });
  expect(data[0]!.id).not.toBe(customer.id);
  expect((await stripe.customers.list({ test_clock: 'clock_1' })).data).toHaveLength(1);
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ test_clock: 'clock_1' });
  const [event] = (await stripe.events.list({ type: 'customer.created', limit: 1 })).data;
  expect(event!.data.object).toMatchObject({ id: customer.id, test_clock: 'clock_1' });
});

test('expanding goes four levels deep, and only where there is something', async () => {
  const [invoice] = (
    await stripe.invoices.list({
      limit: 1,
      status: 'paid',
      expand: ['data.customer', 'data.parent.subscription_details.subscription', 'data.payments'],
    })
  ).data;
  expect(invoice).toMatchObject({
    customer: { object: 'customer' },
    parent: { subscription_details: { subscription: { object: 'subscription' } } },
    payments: { object: 'list' },
  });
  await expect(stripe.invoices.list({ expand: ['customer'] })).rejects.toMatchObject({ param: 'expand' });
  await expect(stripe.invoices.list({ expand: ['data.colour'] })).rejects.toMatchObject({ param: 'expand' });
  await expect(stripe.invoices.list({ expand: ['data.a.b.c.d'] })).rejects.toMatchObject({ param: 'expand' });
});

test('the truth tells revenue by customer now, and at the end of every month', async () => {
  const truth = (await sandbox.control('GET', '/stripe/truth')) as {
    customers: { customer: string; currency: string; monthlyMinor: number }[];
    months: { month: string; monthlyMinor: Record<string, number> }[];
  };
  expect(truth.months).toHaveLength(18);
  const now = truth.months.at(-1)!.monthlyMinor;
  for (const currency of Object.keys(now)) {
    const rows = truth.customers.filter((row) => row.currency === currency);
    expect(rows.reduce((sum, { monthlyMinor }) => sum + monthlyMinor, 0)).toBe(now[currency]);
  }
});
