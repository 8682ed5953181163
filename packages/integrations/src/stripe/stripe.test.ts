import { describe, expect, it } from 'vitest';
import { inTurn, json, startFaultyServer, type Reaction } from '../testing/faulty-server.ts';
import { errorOf, makeTestCall } from '../testing/test-call.ts';
import { makeStripe } from './stripe.ts';

const list = (data: readonly unknown[], hasMore = false) => ({ object: 'list', data, has_more: hasMore });

const customer = {
  id: 'cus_1',
  object: 'customer',
  email: 'ada@x.test',
  name: 'Ada',
  phone: null,
  currency: 'eur',
  balance: -500,
  delinquent: true,
  metadata: { hubspot_id: '501' },
  test_clock: null,
  created: 1_772_359_200,
};

const item = (id: string, end: number) => ({
  id,
  object: 'subscription_item',
  quantity: 2,
  current_period_end: end,
  price: {
    id: `price_${id}`,
    product: 'prod_1',
    currency: 'eur',
    unit_amount: 1_500,
    unit_amount_decimal: '1500',
    transform_quantity: null,
    recurring: { interval: 'month', interval_count: 1 },
  },
});

const subscription = (over: Record<string, unknown> = {}) => ({
  id: 'sub_1',
  object: 'subscription',
  customer: 'cus_1',
  status: 'active',
  currency: 'eur',
  collection_method: 'charge_automatically',
  discounts: [],
  metadata: {},
  items: list([item('si_1', 1_772_500_000), item('si_2', 1_772_400_000)]),
  cancel_at_period_end: false,
  latest_invoice: { id: 'in_1' },
  created: 1_772_359_200,
  ...over,
});

const invoice = (over: Record<string, unknown> = {}) => ({
  id: 'in_1',
  object: 'invoice',
  number: 'A-1',
  customer: 'cus_1',
  parent: { type: 'subscription_details', subscription_details: { subscription: 'sub_1', metadata: null } },
  status: 'open',
  collection_method: 'charge_automatically',
  currency: 'eur',
  total: 3_000,
  amount_due: 3_000,
  amount_paid: 0,
  amount_remaining: 3_000,
  attempt_count: 2,
  next_payment_attempt: 1_772_400_000,
  due_date: null,
  billing_reason: 'subscription_cycle',
  status_transitions: {
    finalized_at: 1_772_359_200,
    paid_at: null,
    voided_at: null,
    marked_uncollectible_at: null,
  },
  lines: list([]),
  metadata: {},
  created: 1_772_359_200,
  ...over,
});

const start = async (...reactions: readonly Reaction[]) => {
  const server = await startFaultyServer(inTurn(...reactions));
  const test = makeTestCall();
  const stripe = makeStripe({ apiKey: 'sk_test_1', baseUrl: server.url, call: test.call });
  return { server, stripe, ...test, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
};

describe('listCustomers', () => {
  it('pages by the id of the last row', async () => {
    await using run = await start(json(list([customer], true)), json(list([])));
    const first = await run.stripe.listCustomers({ limit: 1 });
    expect(first).toEqual({
      rows: [
        {
          id: 'cus_1',
          email: 'ada@x.test',
          name: 'Ada',
          phone: null,
          country: null,
          currency: 'eur',
          balanceMinor: -500,
          delinquent: true,
          metadata: { hubspot_id: '501' },
          testClockId: null,
          created: new Date(1_772_359_200_000),
          deleted: false,
        },
      ],
      next: 'cus_1',
    });
    await expect(run.stripe.listCustomers({ limit: 1, startingAfter: 'cus_1' })).resolves.toEqual({
      rows: [],
      next: undefined,
    });
    expect(run.server.requests[1]?.query.get('starting_after')).toBe('cus_1');
  });

  it('asks afresh after an error, which the iterator of the SDK would not', async () => {
    const refused = json({ error: { type: 'invalid_request_error', code: 'resource_missing' } }, 400);
    await using run = await start(refused, json(list([customer])));
    const error = await errorOf(run.stripe.listCustomers({ limit: 1, startingAfter: 'cus_gone' }));
    expect(error).toMatchObject({
      code: 'integration_rejected',
      retry: 'never',
      details: { status: 400, vendorCode: 'resource_missing', vendorType: 'invalid_request_error' },
    });
    await expect(run.stripe.listCustomers({ limit: 1 })).resolves.toMatchObject({ rows: [{ id: 'cus_1' }] });
  });

  it('sends no telemetry', async () => {
    await using run = await start(json(list([])));
    await run.stripe.listCustomers({ limit: 1 });
    await run.stripe.listCustomers({ limit: 1 });
    expect(run.server.requests[1]?.headers).not.toHaveProperty('x-stripe-client-telemetry');
    expect(run.server.requests[0]?.headers['x-stripe-client-user-agent']).toContain('Sherpa');
  });

  it('is tried again after a conflict, and keeps the request id', async () => {
    const conflict = json({ error: { type: 'api_error', code: 'lock_timeout' } }, 409, {
      'request-id': 'req_1',
    });
    await using run = await start(conflict, json(list([])));
    await expect(run.stripe.listCustomers({ limit: 1 })).resolves.toMatchObject({ rows: [] });
    expect(run.logged[0]?.fields).toMatchObject({
      requestId: 'req_1',
      vendorCode: 'lock_timeout',
      status: 409,
    });
  });
});

describe('getCustomer', () => {
  it('tells of a deleted customer that it is deleted', async () => {
    await using run = await start(json({ id: 'cus_1', object: 'customer', deleted: true }));
    await expect(run.stripe.getCustomer('cus_1')).resolves.toEqual({ id: 'cus_1', deleted: true });
  });

  it('gives nothing for an id that Stripe does not know', async () => {
    await using run = await start(
      json({ error: { type: 'invalid_request_error', code: 'resource_missing' } }, 404),
    );
    await expect(run.stripe.getCustomer('cus_0')).resolves.toBeUndefined();
  });
});

describe('listSubscriptions', () => {
  it('asks for the ended ones too, and takes the period from the items', async () => {
    await using run = await start(json(list([subscription({ status: 'invented_later' })])));
    const { rows } = await run.stripe.listSubscriptions({ limit: 1 });
    expect(run.server.requests[0]?.query.get('status')).toBe('all');
    expect(rows[0]).toMatchObject({
      customerId: 'cus_1',
      status: 'invented_later',
      currentPeriodEnd: new Date(1_772_400_000_000),
      latestInvoiceId: 'in_1',
      items: [
        { priceId: 'price_si_1', quantity: 2, unitAmountMinor: 1_500, interval: 'month', intervalCount: 1 },
        { priceId: 'price_si_2' },
      ],
    });
  });

  it('gets the items that did not come along', async () => {
    const long = subscription({ items: list([item('si_1', 5)], true) });
    await using run = await start(json(long), json(list([item('si_1', 5), item('si_2', 4)])));
    await expect(run.stripe.getSubscription('sub_1')).resolves.toMatchObject({
      items: [{ priceId: 'price_si_1' }, { priceId: 'price_si_2' }],
      currentPeriodEnd: new Date(4_000),
    });
    expect(run.server.requests[1]?.query.get('subscription')).toBe('sub_1');
  });

  it('has no period without items', async () => {
    await using run = await start(json(subscription({ items: list([]), latest_invoice: null })));
    await expect(run.stripe.getSubscription('sub_1')).resolves.toMatchObject({
      currentPeriodEnd: null,
      latestInvoiceId: null,
    });
  });
});

describe('listInvoices', () => {
  it('finds the subscription in the parent', async () => {
    await using run = await start(
      json(list([invoice(), invoice({ id: 'in_2', parent: null, customer: null })])),
    );
    const { rows } = await run.stripe.listInvoices({ limit: 2, status: 'open' });
    expect(run.server.requests[0]?.query.get('status')).toBe('open');
    expect(rows).toMatchObject([
      { id: 'in_1', subscriptionId: 'sub_1', amountRemainingMinor: 3_000, attemptCount: 2, dueDate: null },
      { id: 'in_2', subscriptionId: null, customerId: null },
    ]);
    expect(rows[0]?.nextPaymentAttempt).toEqual(new Date(1_772_400_000_000));
  });
});

describe('listEventsSince', () => {
  it('asks for the types since the second, and tells what to get', async () => {
    const event = (id: string, type: string, object: Record<string, unknown>) => ({
      id,
      object: 'event',
      type,
      created: 1_772_359_200,
      data: { object },
      request: { id: 'req_1', idempotency_key: 'task-1' },
    });
    await using run = await start(
      json(
        list([
          event('evt_3', 'customer.deleted', { object: 'customer', id: 'cus_1' }),
          event('evt_2', 'customer.subscription.deleted', { object: 'subscription', id: 'sub_1' }),
          event('evt_1', 'invoice.upcoming', { object: 'invoice' }),
        ]),
      ),
    );
    const since = new Date(1_772_359_200_900);
    const { rows } = await run.stripe.listEventsSince({
      since,
      types: ['customer.deleted', 'invoice.upcoming'],
    });
    const query = run.server.requests[0]?.query;
    expect(query?.get('created[gte]')).toBe('1772359200');
    expect([...(query?.entries() ?? [])].filter(([name]) => name.startsWith('types'))).toHaveLength(2);
    expect(rows).toMatchObject([
      { id: 'evt_3', objectType: 'customer', objectId: 'cus_1', isDeletion: true, idempotencyKey: 'task-1' },
      { id: 'evt_2', objectId: 'sub_1', isDeletion: false },
      { id: 'evt_1', objectId: null, isDeletion: false },
    ]);
  });

  it('refuses more types than Stripe takes, before it asks', async () => {
    await using run = await start(json(list([])));
    const types = Array.from({ length: 21 }, (_, index) => `type_${index}`);
    const error = await errorOf(run.stripe.listEventsSince({ since: new Date(0), types }));
    expect(error).toMatchObject({ code: 'validation_failed', details: { count: 21 } });
    expect(run.server.requests).toHaveLength(0);
  });
});

describe('createCustomer', () => {
  it('sends the key in the header and in the metadata, and nothing that is not known', async () => {
    await using run = await start(json(customer));
    await run.stripe.createCustomer({ key: 'sherpa:1:create', email: null, name: 'Ada' });
    const [request] = run.server.requests;
    expect(request?.headers['idempotency-key']).toBe('sherpa:1:create');
    expect([...new URLSearchParams(request?.body)]).toEqual([
      ['name', 'Ada'],
      ['metadata[sherpa_key]', 'sherpa:1:create'],
    ]);
  });
});

describe('findCreatedCustomer', () => {
  it('reads on until it has the customer that carries the key', async () => {
    const ours = { ...customer, id: 'cus_2', metadata: { sherpa_key: 'k' } };
    await using run = await start(json(list([customer], true)), json(list([ours], true)));
    const since = new Date(1_772_359_200_000);
    const found = await run.stripe.findCreatedCustomer({ key: 'k', email: 'ada@x.test', since });
    expect(found?.id).toBe('cus_2');
    const [first, second] = run.server.requests.map(({ query }) => Object.fromEntries(query));
    expect(first).toEqual({ limit: '100', 'created[gte]': '1772358900', email: 'ada@x.test' });
    expect(second).toEqual({ ...first, starting_after: 'cus_1' });
  });

  it('finds nothing where no customer carries the key', async () => {
    await using run = await start(json(list([customer])));
    const found = run.stripe.findCreatedCustomer({ key: 'k', email: null, since: new Date(0) });
    await expect(found).resolves.toBeUndefined();
  });
});
