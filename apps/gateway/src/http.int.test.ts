import { request } from 'node:http';
import { once } from 'node:events';
import { applyCustomerSources } from '@sherpa/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { API_KEY, startTestGateway, type TestGateway } from './testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.stop());

const basic = (key: string) => `Basic ${Buffer.from(`ada:${key}`).toString('base64')}`;
const post = (path: string, body: string, headers = {}) =>
  gateway.ask(path, { method: 'POST', body, headers });
const bare = (path: string, init: RequestInit = {}) => fetch(new URL(path, gateway.url), init);
const problemsOf = async (response: Response) =>
  ((await response.json()) as { error: { problems: { field: string }[] } }).error.problems;

describe('the key', () => {
  test.each([
    ['a bearer token', { authorization: `Bearer ${API_KEY}` }],
    ['its header', { 'x-api-key': API_KEY }],
    ['the password of a browser', { authorization: basic(API_KEY) }],
  ])('is taken from %s', async (_what, headers) => {
    expect((await bare('/api/status', { headers })).status).toBe(200);
  });

  test('is needed for everything but health, and a browser is asked for it on every path', async () => {
    for (const path of [
      '/',
      '/api/tasks',
      '/queues',
      '/queues/api/queues',
      '/metrics',
      '/openapi.json',
      '/no',
    ]) {
      const response = await bare(path);
      expect([path, response.status]).toEqual([path, 401]);
      expect(response.headers.get('www-authenticate')).toContain('Basic');
    }
    for (const path of ['/health/live', '/health/ready']) expect((await bare(path)).status).toBe(200);
  });

  test('is refused when it is wrong', async () => {
    const response = await bare('/api/status', { headers: { authorization: 'Bearer wrong' } });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      error: { code: 'unauthorized', message: 'The API key is not the right one.' },
    });
  });

  test('that a browser sends along does not let a page of another site write', async () => {
    const headers = { authorization: basic(API_KEY), 'sec-fetch-site': 'cross-site' };
    const response = await bare('/api/tasks', { method: 'POST', body: '{}', headers });
    expect(response.status).toBe(403);
    expect((await bare('/api/status', { headers })).status).toBe(200);
  });
});

describe('a request that does not fit', () => {
  test.each([
    ['/api/tasks?limit=201', 'limit'],
    ['/api/tasks?status=lost', 'status'],
    ['/api/tasks?cursor=x', 'cursor'],
    ['/api/tasks?agnet=sales', 'query'],
    ['/api/tasks/x', 'id'],
    ['/api/tasks/01919191-9191-7191-8191-919191919191?waitMs=26000', 'waitMs'],
    ['/api/events?taskId=x', 'taskId'],
  ])('is told which field of %s', async (path, field) => {
    const response = await gateway.ask(path);
    expect(response.status).toBe(400);
    expect(await problemsOf(response)).toEqual([{ field, problem: expect.any(String) }]);
  });

  test.each([
    ['no agent', { type: 'guest.greet' }, ['agent']],
    ['an unknown agent', { agent: 'nobody', type: 'guest.greet' }, ['agent']],
    ['an unknown type', { agent: 'greeter', type: 'guest.insult' }, ['type']],
    ['a message', { agent: 'greeter', type: 'guest.left' }, ['type']],
    ['a payload that does not fit', { agent: 'greeter', type: 'guest.greet' }, ['payload.name']],
    ['a priority below zero', { agent: 'greeter', type: 'guest.greet', priority: -1 }, ['priority']],
    ['a member that it does not know', { agent: 'greeter', type: 'guest.greet', pirority: 1 }, ['body']],
    ['no object', [], ['body']],
  ])('is told which field of a task with %s', async (_what, body, fields) => {
    const response = await post('/api/tasks', JSON.stringify(body));
    expect(response.status).toBe(400);
    expect((await problemsOf(response)).map(({ field }) => field)).toEqual(fields);
  });

  test('is told that a bulk holds too many', async () => {
    const task = { agent: 'greeter', type: 'guest.greet', payload: { name: 'Ada' } };
    const body = JSON.stringify({ tasks: Array.from({ length: 1_001 }, () => task) });
    expect(await problemsOf(await post('/api/tasks/bulk', body))).toMatchObject([{ field: 'tasks' }]);
    expect(await problemsOf(await post('/api/tasks/bulk', '{"tasks":[]}'))).toMatchObject([
      { field: 'tasks' },
    ]);
  });

  test('is told that it is no JSON', async () => {
    const response = await post('/api/tasks', '{"agent":');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { code: 'validation_failed', message: 'The body is not well-formed JSON.' },
    });
  });

  test('is told that it is too large', async () => {
    const response = await post('/api/tasks', JSON.stringify({ payload: 'x'.repeat(5 * 1024 * 1024) }));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      error: { code: 'validation_failed', problems: [{ field: 'body' }] },
    });
  });

  test('is told that its path is broken', async () => {
    const { port } = new URL(gateway.url);
    const asked = request({ port, path: '/api/tasks/%E0%A4%A', headers: { 'x-api-key': API_KEY } }).end();
    const [response] = await once(asked, 'response');
    expect(response.statusCode).toBe(400);
    response.resume();
  });

  test('is told that there is nothing at its address', async () => {
    const response = await gateway.ask('/api/nothing');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'not_found' } });
  });
});

describe('an answer', () => {
  test('names its request, which the log knows without what was asked', async () => {
    const response = await gateway.ask('/api/customers?query=secret@example.com');
    const requestId = response.headers.get('x-request-id');
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/u);
    await expect
      .poll(() => gateway.logged.find(({ fields }) => fields['requestId'] === requestId), { timeout: 20_000 })
      .toMatchObject({ level: 'info', fields: { operation: 'get /api/customers', status: 200 } });
    expect(JSON.stringify(gateway.logged)).not.toContain('secret');
  });

  test('carries a policy under which a page loads nothing from elsewhere', async () => {
    const policy = (await gateway.ask('/queues')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('https:');
    expect(policy).not.toContain('upgrade-insecure-requests');
  });

  test('shows a Bull Board that asks for nothing from elsewhere', async () => {
    const page = await (await gateway.ask('/queues/queue/agent.greeter')).text();
    expect(page).toContain('<div id="root">');
    expect(page.match(/(?:src|href)="[^"]*\/\/[^"]*"/gu)).toBeNull();
  });
});

const idOf = (row: { readonly id: string } | undefined): string => row?.id ?? '';

describe('the gateway tells', () => {
  test('customers, also by what is searched', async () => {
    await gateway.db.withTenant(gateway.tenantId, (tx) =>
      applyCustomerSources(tx, gateway.tenantId, [
        {
          system: 'hubspot',
          objectType: 'contact',
          externalId: '1',
          keys: ['hubspot:contact:1'],
          fields: { name: 'Ada Lovelace', email: 'ada@example.com' },
          version: 1,
          deleted: false,
        },
      ]),
    );
    const { customers, nextCursor } = await gateway.client.customers.list({ query: 'lovel' });
    expect(customers).toMatchObject([{ name: 'Ada Lovelace', hubspotContactId: '1' }]);
    expect(nextCursor).toBeNull();
    const [ada] = customers;
    expect(await gateway.client.customers.show(ada?.id ?? '')).toEqual(ada);
    expect((await gateway.client.customers.list({ query: 'byron' })).customers).toEqual([]);
  });

  test('why a customer is what it is, and takes what people say of it', async () => {
    const { db, tenantId, client } = gateway;
    const payer = (id: string, email: string) =>
      ({
        system: 'stripe',
        objectType: 'customer',
        externalId: id,
        keys: [`stripe:customer:${id}`],
        fields: { name: 'Bob Babbage', email },
        version: 1,
        deleted: false,
      }) as const;
    await db.withTenant(tenantId, (tx) =>
      applyCustomerSources(tx, tenantId, [
        payer('cus_1', 'bob@engine.test'),
        payer('cus_2', 'bb@engine.test'),
      ]),
    );
    const [one] = (await client.customers.list({ key: 'stripe:customer:cus_1' })).customers;
    const [other] = (await client.customers.list({ key: 'email:bb@engine.test' })).customers;
    const decision = { by: 'ada', reason: 'I know him.' };
    const { reviews } = await client.customers.reviews.list({ status: 'open' });
    expect(reviews).toMatchObject([{ kind: 'suggestion', reason: 'alike' }]);
    expect(reviews[0]?.sides.map(({ name, email }) => [name, email]).toSorted()).toEqual([
      ['Bob Babbage', 'bb@engine.test'],
      ['Bob Babbage', 'bob@engine.test'],
    ]);
    expect(await client.customers.reviews.show(idOf(reviews[0]))).toEqual(reviews[0]);
    await client.customers.reviews.reject(idOf(reviews[0]), decision);
    const merged = await client.customers.merge(idOf(one), { with: [idOf(other)], ...decision });
    expect(merged).toMatchObject({ id: idOf(one), stripeCustomerIds: ['cus_1', 'cus_2'] });
    const why = await client.customers.why(merged.id);
    expect(why.fields).toContainEqual(
      expect.objectContaining({ field: 'name', value: 'Bob Babbage', system: 'stripe', rule: 'fallback' }),
    );
    expect(why.edges).toContainEqual(
      expect.objectContaining({ kind: 'manual', createdBy: 'ada', evidence: decision }),
    );
    const { entries } = await client.customers.history(merged.id);
    const merge = entries.find(({ kind }) => kind === 'merge');
    expect(await client.customers.undoMerge(idOf(merge), decision)).toMatchObject({ id: idOf(other) });
    await client.customers.merge(idOf(one), { with: [idOf(other)], ...decision });
    const made = await client.customers.split(idOf(one), {
      objects: ['stripe:customer:cus_2'],
      ...decision,
    });
    expect(made).toMatchObject({ stripeCustomerIds: ['cus_2'], mergeId: expect.any(String) });
    expect(made.parts.map(({ objects }) => objects)).toEqual([
      ['stripe:customer:cus_1'],
      ['stripe:customer:cus_2'],
    ]);
    await expect(client.customers.reviews.approve(idOf(reviews[0]), decision)).rejects.toMatchObject({
      status: 409,
    });
    await expect(client.customers.history('01890000-0000-7000-8000-000000000000')).rejects.toMatchObject({
      status: 404,
    });
    expect(await client.customers.previewForgetting({ email: 'bb@engine.test' })).toEqual({
      customers: 1,
      objects: { stripe: 1 },
    });
    await expect(client.customers.forget({ node: 'foo' })).rejects.toMatchObject({ status: 400 });
    expect((await client.customers.list({ pastDue: 'true', kind: 'account' })).customers).toEqual([]);
    expect((await client.customers.list({ status: 'paused' })).customers).toEqual([]);
    await expect(client.customers.list({ status: 'pastdue' })).rejects.toMatchObject({
      status: 400,
      details: { problems: [{ field: 'status', problem: expect.stringContaining('past_due, canceled') }] },
    });
    await expect(client.customers.list({ query: 'bob', stage: 'lead' })).rejects.toMatchObject({
      status: 400,
    });
    await expect(client.customers.list({ query: ' ' })).rejects.toMatchObject({ status: 400 });
    const forgotten = await client.customers.forget({ email: 'BB@engine.test' });
    expect(forgotten).toMatchObject({ customerIds: [made.id], rows: { customer_cache: 1 } });
    await expect(client.customers.show(made.id)).rejects.toMatchObject({ status: 404 });
    await expect(client.customers.forget({})).rejects.toMatchObject({ status: 400 });
  });

  test('what an agent accepts, as JSON Schema', async () => {
    const contract = await gateway.client.agents.show('greeter');
    expect(contract.work).toMatchObject([
      {
        type: 'guest.greet',
        kind: 'task',
        payload: { type: 'object', required: ['name'], properties: { loud: { default: false } } },
        result: { required: ['said'] },
        priority: 7,
      },
      { type: 'guest.left', kind: 'message', result: null },
    ]);
    await expect(gateway.client.agents.show('nobody')).rejects.toMatchObject({
      status: 404,
      details: { problems: [{ field: 'agent', problem: 'is unknown; one of: greeter' }] },
    });
  });

  test('itself as an OpenAPI document, a page and metrics', async () => {
    expect(await (await gateway.ask('/openapi.json')).json()).toMatchObject({ openapi: '3.1.0' });
    const home = await gateway.ask('/');
    expect(home.headers.get('content-type')).toContain('text/html');
    expect(await home.text()).toContain('href="/queues"');
    const metrics = await gateway.ask('/metrics');
    expect(metrics.headers.get('content-type')).toContain('text/plain');
    expect(await metrics.text()).toBe('up 1\n');
  });
});
