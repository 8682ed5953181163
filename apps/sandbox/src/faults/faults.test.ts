import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { faultsTaken, runSandbox, type RunningSandbox } from '../testing/running-sandbox.ts';

let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await runSandbox({ contacts: 20 });
});

afterEach(() => sandbox.control('DELETE', '/faults'));

afterAll(() => sandbox.close());

const CONTACTS = '/crm/v3/objects/contacts';

const place = (fault: object) =>
  sandbox.control('POST', '/faults', { vendor: 'hubspot', path: CONTACTS, ...fault });

test('an HTML page instead of JSON, once', async () => {
  await place({ kind: 'html502' });
  const { basicApi } = sandbox.hubspot.crm.contacts;
  await expect(basicApi.getPage(1)).rejects.toMatchObject({
    code: 502,
    body: expect.stringContaining('<html>'),
  });
  await expect(basicApi.getPage(1)).resolves.toBeDefined();
});

test('a 429 with a time to wait', async () => {
  await place({ kind: 'status429', retryAfter: 7 });
  const answer = await sandbox.raw(CONTACTS);
  expect(answer.status).toBe(429);
  expect(answer.headers.get('retry-after')).toBe('7');
});

test('a connection that is reset', async () => {
  await place({ kind: 'reset' });
  await expect(sandbox.raw(CONTACTS)).rejects.toThrow('fetch failed');
});

test('JSON that ends in the middle', async () => {
  await place({ kind: 'truncate' });
  const answer = await sandbox.raw(CONTACTS);
  expect(answer.status).toBe(200);
  await expect(answer.json()).rejects.toThrow(SyntaxError);
});

test('a body that stalls arrives whole in the end', async () => {
  await place({ kind: 'slowBody', ms: 30 });
  const answer = await sandbox.raw(CONTACTS);
  expect(await answer.json()).toHaveProperty('results');
});

test('an answer that never comes', async () => {
  await place({ kind: 'hang' });
  const caller = new AbortController();
  const answer = sandbox.raw(CONTACTS, { signal: caller.signal });
  await faultsTaken(sandbox);
  caller.abort();
  await expect(answer).rejects.toThrow('This operation was aborted');
});

test('an answer lost after the work was done: the write stands, and a second try shows it', async () => {
  const create = () =>
    sandbox.hubspot.crm.contacts.basicApi.create({ properties: { email: 'lost@test.example' } });
  await place({ kind: 'lostAfterCommit', method: 'post' });
  await expect(create()).rejects.toThrow('fetch failed');
  await expect(create()).rejects.toMatchObject({ code: 409 });
});

test('a lost answer of Stripe is replayed to the same key', async () => {
  await place({ vendor: 'stripe', path: '/v1/customers', kind: 'lostAfterCommit' });
  const create = () => sandbox.stripe.customers.create({ name: 'Lost' }, { idempotencyKey: 'lost-1' });
  // The SDK tries again by itself after a reset, with the same key.
  const created = await create();
  const again = await create();
  expect(again.id).toBe(created.id);
  const { calls } = await sandbox.readBooks();
  expect(calls).toContainEqual(
    expect.objectContaining({ route: '/v1/customers', method: 'POST', outcomes: { lost: 1, 200: 2 } }),
  );
});

test('a fault that skips lets the first calls through and stays as long as it was told', async () => {
  await place({ kind: 'html502', path: `${CONTACTS}/:id`, skip: 1, times: 2 });
  const statuses = [];
  for (let call = 0; call < 4; call += 1) statuses.push((await sandbox.raw(`${CONTACTS}/100001`)).status);
  expect(statuses).toEqual([200, 502, 502, 200]);
});

test('a fault that does not fit is refused with the reason', async () => {
  expect(await place({ kind: 'earthquake' })).toMatchObject({ problems: [{ field: 'kind' }] });
});
