import { createHmac } from 'node:crypto';
import { verifyWebhookSignature } from '@notionhq/client';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { runReceiver, type Receiver } from '../testing/receiver.ts';
import { runSandbox, type RunningSandbox } from '../testing/running-sandbox.ts';

const HOUR_MS = 3_600_000;
/** A busy machine takes its time. */
const WAIT = { timeout: 15_000, interval: 20 };
vi.setConfig({ testTimeout: 20_000 });

let sandbox: RunningSandbox;
let receiver: Receiver;

beforeAll(async () => {
  sandbox = await runSandbox({ contacts: 50 });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  receiver = await runReceiver();
});
afterEach(async () => {
  await sandbox.control('DELETE', '/webhooks');
  await sandbox.control('DELETE', '/books');
  await receiver.close();
});

const target = (vendor: string, mode: object = {}, secret?: string) =>
  sandbox.control('POST', '/webhooks', {
    vendor,
    url: receiver.url,
    mode,
    ...(secret === undefined ? {} : { secret }),
  });
const editContact = (id: number, phone: string) =>
  sandbox.control('POST', `/hubspot/contacts/${100_000 + id}`, { properties: { phone } });
const arrived = (count: number) => expect.poll(() => receiver.received.length, WAIT).toBe(count);
const outcomes = async () =>
  Object.fromEntries((await sandbox.readBooks()).deliveries.map(({ outcome, events }) => [outcome, events]));
const hubspotEvents = () =>
  receiver.received.flatMap(({ body }) => JSON.parse(body) as Record<string, unknown>[]);

test('HubSpot sends a signed list of what happened, without the record', async () => {
  await target('hubspot', { batchMs: HOUR_MS }, 'a-secret');
  await editContact(1, '42');
  await editContact(2, '43');
  await sandbox.control('POST', '/clock', { advanceMs: HOUR_MS });
  await arrived(1);
  expect(hubspotEvents()).toMatchObject([
    {
      subscriptionType: 'contact.propertyChange',
      objectId: 100_001,
      propertyName: 'phone',
      propertyValue: '42',
      changeSource: 'CRM_UI',
      portalId: 62_515_000,
      attemptNumber: 0,
    },
    { objectId: 100_002 },
  ]);
  const [one] = receiver.received;
  const sentAt = one?.header('x-hubspot-request-timestamp') ?? '';
  const signed = createHmac('sha256', 'a-secret').update(`POST${receiver.url}${one?.body ?? ''}${sentAt}`);
  expect(one?.header('x-hubspot-signature-v3')).toBe(signed.digest('base64'));
  expect(Math.abs(Date.now() - Number(sentAt))).toBeLessThan(60_000);
});

test('HubSpot sends at most a hundred at a time, ten requests at once, and ids that are not unique', async () => {
  await target('hubspot', { batchMs: 10 * HOUR_MS });
  const other = await sandbox.hubspot.crm.contacts.batchApi.update({
    inputs: Array.from({ length: 50 }, (_unused, index) => ({
      id: String(100_001 + index),
      properties: { phone: `b ${index}`, jobtitle: `Buyer ${index}`, lastname: `Moe ${index}` },
    })),
  });
  expect(other.results).toHaveLength(50);
  await sandbox.control('POST', '/clock', { advanceMs: 10 * HOUR_MS });
  await arrived(2);
  const events = hubspotEvents();
  expect(receiver.received.map(({ body }) => (JSON.parse(body) as unknown[]).length)).toEqual([100, 50]);
  expect(new Set(events.map(({ eventId }) => eventId)).size).toBeLessThan(150);
  const keys = events.map((event) =>
    [event['subscriptionType'], event['objectId'], event['eventId'], event['occurredAt']].join(),
  );
  expect(keys.length).toBe(150);
  expect(receiver.mostAtOnce()).toBeLessThanOrEqual(10);
});

test('Stripe sends events of their own version that its own library trusts', async () => {
  const { secret } = (await target('stripe')) as { secret: string };
  const { invoice } = await sandbox.failPayment();
  await expect
    .poll(() => receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type), WAIT)
    .toContain('invoice.payment_failed');
  const event = receiver.received
    .map(({ body, header }) =>
      sandbox.stripe.webhooks.constructEvent(body, header('stripe-signature'), secret),
    )
    .find(({ type }) => type === 'invoice.payment_failed');
  expect(event).toMatchObject({ api_version: '2026-10-28.endive', data: { object: { id: invoice } } });
});

test('events that nobody took are tried again for three days, and found undelivered until then', async () => {
  receiver.answer(500);
  await target('stripe');
  const { id } = await sandbox.stripe.customers.create({ email: 'late@mail.example' });
  await arrived(1);
  const undelivered = async () =>
    (await sandbox.stripe.events.list({ delivery_success: false, types: ['customer.created'] })).data.filter(
      ({ data }) => (data.object as { id?: string }).id === id,
    );
  expect(await undelivered()).toHaveLength(1);
  await expect.poll(outcomes, WAIT).toMatchObject({ 500: 1 });
  receiver.answer(200);
  await sandbox.control('POST', '/clock', { advanceMs: HOUR_MS });
  await arrived(2);
  await expect.poll(undelivered, WAIT).toHaveLength(0);
  expect(receiver.received[0]?.body).toContain('"pending_webhooks":1');
});

test('HubSpot waits for so long, says which try it is, and gives up after ten', async () => {
  receiver.answer('hang');
  await target('hubspot', { deadlineMs: 30 });
  await editContact(3, '44');
  for (let tries = 1; tries <= 10; tries += 1) {
    await expect.poll(async () => (await outcomes())['timeout'], WAIT).toBe(tries);
    await sandbox.control('POST', '/clock', { advanceMs: 9 * HOUR_MS });
  }
  expect(await outcomes()).toEqual({ timeout: 10, 'given up': 1 });
  expect(hubspotEvents().map((event) => event['attemptNumber'])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('Notion hands over its token first, then signs as its own library verifies', async () => {
  receiver.answer(503);
  const { secret } = (await target('notion')) as { secret: string };
  await arrived(1);
  const [page] = (await sandbox.notion.search({ filter: { property: 'object', value: 'page' } })).results;
  await sandbox.control('POST', `/notion/pages/${page?.id ?? ''}`, { markdown: 'Something new.' });
  await expect.poll(outcomes, WAIT).toEqual({ 'handshake 503': 0 });
  receiver.answer(200);
  await sandbox.control('POST', '/clock', { advanceMs: HOUR_MS });
  await arrived(3);
  const [first, again, event] = receiver.received;
  expect(again?.body).toBe(first?.body);
  expect(JSON.parse(first?.body ?? '')).toEqual({ verification_token: secret });
  const { body = '', header } = event ?? {};
  const signature = header?.('x-notion-signature');
  expect(await verifyWebhookSignature({ body, signature, verificationToken: secret })).toBe(true);
  expect(JSON.parse(body)).toMatchObject({
    type: 'page.content_updated',
    entity: { id: page?.id, type: 'page' },
    authors: [{ type: 'person' }],
    attempt_number: 1,
  });
});

test('some come twice, late and in another order, always the same ones', async () => {
  const mode = { batchMs: HOUR_MS, delayMs: HOUR_MS, lateShare: 0.5, duplicateShare: 0.5, shuffle: true };
  await target('stripe', mode);
  const customers = Array.from({ length: 20 }, (_unused, index) =>
    sandbox.stripe.customers.create({ email: `${index}@mail.example` }),
  );
  const ids = (await Promise.all(customers)).map(({ id }) => id);
  const seen = () =>
    receiver.received.map(
      ({ body }) => (JSON.parse(body) as { data: { object: { id: string } } }).data.object.id,
    );
  await sandbox.control('POST', '/clock', { advanceMs: HOUR_MS });
  await expect.poll(async () => (await outcomes())['200'] ?? 0, WAIT).toBeGreaterThan(0);
  await sandbox.control('POST', '/clock', { advanceMs: HOUR_MS });
  await expect.poll(() => new Set(seen()).size, WAIT).toBe(20);
  expect(new Set(seen())).toEqual(new Set(ids));
  expect(seen().length).toBeGreaterThan(20);
  expect([...new Set(seen())]).not.toEqual(ids);
});

test('a target that does not fit is refused with every reason', async () => {
  expect(await sandbox.control('POST', '/webhooks', { vendor: 'fax', url: 'nowhere' })).toMatchObject({
    problems: [{ field: 'vendor' }, { field: 'url' }],
  });
  await target('hubspot');
  expect(await sandbox.control('GET', '/webhooks')).toMatchObject({
    targets: [{ vendor: 'hubspot', url: receiver.url, waiting: 0 }],
  });
});
