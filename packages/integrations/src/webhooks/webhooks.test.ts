import { createHmac } from 'node:crypto';
import { signWebhookPayload } from '@notionhq/client';
import { Stripe } from 'stripe';
import { describe, expect, test } from 'vitest';
import { verifyHubSpotWebhook } from '../hubspot/webhook.ts';
import { readHubSpotWebhook } from '../hubspot/webhook-events.ts';
import { readNotionHandshake, verifyNotionWebhook } from '../notion/webhook.ts';
import { readNotionWebhook } from '../notion/webhook-events.ts';
import { verifyStripeWebhook } from '../stripe/webhook.ts';
import { readStripeWebhook, STRIPE_API_VERSION } from '../stripe/webhook-events.ts';

const terms = { account: null, ownId: undefined };
const toBody = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

const requestOf = (
  body: Buffer,
  headers: Readonly<Record<string, string>>,
  url = 'https://x.test/webhooks/1',
) => ({
  method: 'POST',
  url,
  body,
  header: (name: string) => headers[name],
});

describe('a delivery of HubSpot', () => {
  const secret = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';
  const published = (sentAt: string, signature: string, url = 'https://www.example.com/webhook_uri') =>
    requestOf(
      Buffer.from(`{'example_field':'example_value'}`),
      { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': sentAt },
      url,
    );
  const vectors = [
    ['1693657560000', 'K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y='],
    ['1700000300000', 'RnbPH7+UMKVkbV32P8bz450N4M56aPmcru1+D3kSDtw='],
  ] as const;

  test.each(vectors)('is genuine by the vector of %s', (sentAt, signature) => {
    const now = new Date(Number(sentAt));
    expect(verifyHubSpotWebhook(published(sentAt, signature), ['older', secret], now)).toBe('genuine');
    expect(verifyHubSpotWebhook(published(sentAt, signature), ['another'], now)).toBe('forged');
    expect(verifyHubSpotWebhook(published(sentAt, signature), [], now)).toBe('forged');
    const elsewhere = published(sentAt, signature, 'https://evil.example.com/webhook_uri');
    expect(verifyHubSpotWebhook(elsewhere, [secret], now)).toBe('forged');
  });

  test('is of now: neither older than five minutes nor from the future', () => {
    const [sentAt, signature] = vectors[0];
    const judge = (ms: number) =>
      verifyHubSpotWebhook(published(sentAt, signature), [secret], new Date(Number(sentAt) + ms));
    expect([judge(300_000), judge(300_001), judge(-60_000), judge(-60_001)]).toEqual([
      'genuine',
      'stale',
      'genuine',
      'early',
    ]);
  });

  test('has a time that is a number, also where the signature fits', () => {
    const sign = (sentAt: string) =>
      createHmac('sha256', secret).update(`POSThttps://x.test/webhooks/1{}${sentAt}`).digest('base64');
    const headers = { 'x-hubspot-signature-v3': sign('soon'), 'x-hubspot-request-timestamp': 'soon' };
    expect(verifyHubSpotWebhook(requestOf(Buffer.from('{}'), headers), [secret], new Date())).toBe('stale');
  });

  test('is signed over an address of which some escapes are undone', () => {
    const sentAt = '1700000300000';
    const plain = 'https://x.test/hook?a=b:c/d e'.replace(' ', '%20');
    const signature = createHmac('sha256', secret).update(`POST${plain}{}${sentAt}`).digest('base64');
    const headers = { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': sentAt };
    const request = requestOf(Buffer.from('{}'), headers, 'https://x.test/hook?a=b%3Ac%2fd%20e');
    expect(verifyHubSpotWebhook(request, [secret], new Date(Number(sentAt)))).toBe('genuine');
  });

  test('without a signature is not looked at', () => {
    expect(verifyHubSpotWebhook(requestOf(Buffer.from('[]'), {}), [secret], new Date())).toBe('unsigned');
  });

  const change = {
    eventId: 1,
    portalId: 62_515,
    appId: 4_242,
    occurredAt: 1_700_000_000_000,
    subscriptionType: 'contact.propertyChange',
    objectId: 7,
    changeSource: 'CRM_UI',
  };
  const read = (event: object, how: { account: string | null; ownId: string | undefined } = terms) =>
    readHubSpotWebhook(toBody([{ ...change, ...event }]), how)?.[0];

  test('holds events, each with a key of more than its id', () => {
    const [one, other] = readHubSpotWebhook(toBody([change, { ...change, objectId: 8 }]), terms) ?? [];
    expect(one).toMatchObject({
      key: '62515:contact.propertyChange:7:1:1700000000000',
      objects: [{ type: 'contact', id: '7' }],
      cause: 'change',
      isEcho: false,
      skip: null,
    });
    expect(other?.key).not.toBe(one?.key);
  });

  test('names every object of a merge and both ends of an association', () => {
    const merge = {
      subscriptionType: 'contact.merge',
      primaryObjectId: 7,
      mergedObjectIds: [8, 9],
      newObjectId: 10,
    };
    expect(read(merge)).toMatchObject({
      cause: 'merge',
      objects: ['10', '7', '8', '9'].map((id) => ({ type: 'contact', id })),
    });
    const link = {
      subscriptionType: 'contact.associationChange',
      objectId: undefined,
      fromObjectId: 7,
      toObjectId: 70,
      associationType: 'CONTACT_TO_COMPANY',
    };
    expect(read(link)?.objects).toEqual([
      { type: 'contact', id: '7' },
      { type: 'company', id: '70' },
    ]);
    const generic = { subscriptionType: 'object.creation', objectTypeId: '0-8' };
    expect(read(generic)?.objects).toEqual([{ type: 'line_item', id: '7' }]);
  });

  test('is an echo where our own app made the change, but never of a deletion', () => {
    const ours = { changeSource: 'INTEGRATION', sourceId: '4242' };
    expect(read(ours)?.isEcho).toBe(true);
    expect(read({ ...ours, sourceId: '7' })?.isEcho).toBe(false);
    expect(read({ ...ours, sourceId: '7' }, { account: null, ownId: '7' })?.isEcho).toBe(true);
    expect(read({ ...ours, changeSource: 'CRM_UI' })?.isEcho).toBe(false);
    expect(read({ ...ours, subscriptionType: 'contact.privacyDeletion' })).toMatchObject({
      isEcho: false,
      cause: 'privacy',
    });
  });

  test('leaves alone what is of another portal, and keeps what it cannot read', () => {
    expect(read({}, { account: '1', ownId: undefined })?.skip).toBe('other-account');
    expect(read({ occurredAt: 'yesterday' })).toMatchObject({ skip: 'unreadable', objects: [] });
    expect(readHubSpotWebhook(Buffer.from('{"a":1}'), terms)).toBeUndefined();
    expect(readHubSpotWebhook(Buffer.from('[{]'), terms)).toBeUndefined();
  });
});

describe('a delivery of Stripe', () => {
  const secret = 'whsec_test_secret';
  const stripe = new Stripe('sk_test_1');
  const event = {
    id: 'evt_1',
    object: 'event',
    type: 'customer.updated',
    created: 1_700_000_000,
    api_version: STRIPE_API_VERSION,
    request: { id: 'req_1', idempotency_key: null },
    data: { object: { object: 'customer', id: 'cus_1', email: 'ada@example.com' } },
  };
  const body = toBody(event);
  const now = new Date(1_700_000_000_000);
  const header = (timestamp: number, by = secret): string =>
    stripe.webhooks.generateTestHeaderString({ payload: body.toString(), secret: by, timestamp });
  const verify = (signature: string, secrets = [secret]) =>
    verifyStripeWebhook(requestOf(body, { 'stripe-signature': signature }), secrets, now);

  test('is genuine as the SDK signs it, by any secret and any of several signatures', () => {
    const good = header(1_700_000_000);
    expect(verify(good)).toBe('genuine');
    expect(verify(good, ['whsec_new', secret])).toBe('genuine');
    expect(verify(`${header(1_700_000_000, 'whsec_new')},${good.split(',')[1] ?? ''}`)).toBe('genuine');
    expect(verify(good, ['whsec_new'])).toBe('forged');
    expect(verify(good.replace('v1=', 'v0='))).toBe('unsigned');
    expect(verify('')).toBe('unsigned');
  });

  test('is of now, where the SDK would take one from the future', () => {
    expect([300, 301, -60, -61].map((age) => verify(header(1_700_000_000 - age)))).toEqual([
      'genuine',
      'stale',
      'genuine',
      'early',
    ]);
    const ahead = header(Math.floor(Date.now() / 1_000) + 3_600);
    expect(stripe.webhooks.constructEvent(body.toString(), ahead, secret).id).toBe('evt_1');
  });

  test('is read at the version that the client speaks', () => {
    expect(STRIPE_API_VERSION).toBe(Stripe.API_VERSION);
    expect(readStripeWebhook(body, terms)).toMatchObject([
      { key: 'evt_1', objects: [{ type: 'customer', id: 'cus_1' }], skip: null, isEcho: false },
    ]);
  });

  const read = (over: object, account: string | null = null) =>
    readStripeWebhook(toBody({ ...event, ...over }), { account, ownId: undefined })?.[0];

  test('is an echo where a key of ours changed what is known, not where it made something', () => {
    const ours = { request: { idempotency_key: 'sherpa:task:step' } };
    expect(read({ ...ours, type: 'customer.updated' })?.isEcho).toBe(true);
    expect(read({ ...ours, type: 'customer.created' })?.isEcho).toBe(false);
    expect(read({ ...ours, type: 'charge.refunded' })?.isEcho).toBe(false);
    expect(read({ request: { idempotency_key: 'stripe-node-retry-1' } })?.isEcho).toBe(false);
  });

  test('without an object, of a test clock or of another account has nothing to be asked for', () => {
    expect(read({ data: { object: { object: 'invoice' } } })?.skip).toBe('no-object');
    expect(read({ data: { object: { object: 'customer', id: 'c', test_clock: 'clock_1' } } })?.skip).toBe(
      'test-clock',
    );
    expect(read({ account: 'acct_2' }, 'acct_1')?.skip).toBe('other-account');
    expect(read({ type: 5 })?.skip).toBe('unreadable');
    expect(readStripeWebhook(Buffer.from('[]'), terms)).toBeUndefined();
  });

  test('may be thin: then it names its object only', () => {
    const thin = {
      id: 'evt_2',
      object: 'v2.core.event',
      type: 'v1.customer.created',
      created: '2026-01-01T00:00:00.000Z',
      related_object: { id: 'cus_2', type: 'customer', url: '/v1/customers/cus_2' },
    };
    expect(readStripeWebhook(toBody(thin), terms)?.[0]?.objects).toEqual([{ type: 'customer', id: 'cus_2' }]);
  });
});

describe('a delivery of Notion', () => {
  const secret = 'secret_verification';
  const event = {
    id: 'a1',
    timestamp: '2026-01-01T00:00:00.000Z',
    type: 'page.content_updated',
    authors: [{ id: 'bot-1', type: 'bot' }],
    entity: { id: 'page-1', type: 'page' },
    data: { parent: { id: 'p', type: 'page' } },
  };
  const body = toBody(event);
  const signed = (by = secret) =>
    requestOf(body, {
      'x-notion-signature': `sha256=${createHmac('sha256', by).update(body).digest('hex')}`,
    });
  const at = (text: string) => new Date(text);

  test('is genuine by any of the tokens, and not for ever', () => {
    const now = at('2026-01-01T01:00:00Z');
    expect(verifyNotionWebhook(signed(), ['newer', secret], now)).toBe('genuine');
    expect(verifyNotionWebhook(signed('other'), [secret], now)).toBe('forged');
    expect(verifyNotionWebhook(requestOf(body, {}), [secret], now)).toBe('unsigned');
    expect(verifyNotionWebhook(signed(), [secret], at('2026-01-04T00:00:00Z'))).toBe('stale');
    expect(verifyNotionWebhook(signed(), [secret], at('2025-12-31T23:58:00Z'))).toBe('early');
  });

  test('is genuine as the SDK signs it', async () => {
    const signature = await signWebhookPayload({ body: body.toString(), verificationToken: secret });
    const request = requestOf(body, { 'x-notion-signature': signature });
    expect(verifyNotionWebhook(request, [secret], at('2026-01-01T01:00:00Z'))).toBe('genuine');
  });

  test('is an echo only where nobody but our bot had a part in it', () => {
    const read = (over: object) =>
      readNotionWebhook(toBody({ ...event, ...over }), { account: null, ownId: 'bot-1' })?.[0];
    expect(read({})?.isEcho).toBe(true);
    expect(read({ authors: [...event.authors, { id: 'ada', type: 'person' }] })?.isEcho).toBe(false);
    expect(read({ authors: [] })?.isEcho).toBe(false);
    expect(read({ type: 'page.deleted' })).toMatchObject({ isEcho: false, cause: 'deletion' });
  });

  test('of a comment is about its page', () => {
    const comment = { ...event, entity: { id: 'c', type: 'comment' }, data: { page_id: 'page-1' } };
    expect(readNotionWebhook(toBody(comment), terms)?.[0]?.objects).toEqual([{ type: 'page', id: 'page-1' }]);
  });

  test('may be the handshake, which is nothing but a token', () => {
    expect(readNotionHandshake(toBody({ verification_token: 'secret_abcdef' }))).toBe('secret_abcdef');
    expect(readNotionHandshake(toBody({ verification_token: 'secret_abcdef', id: 'x' }))).toBeUndefined();
    expect(readNotionHandshake(body)).toBeUndefined();
  });
});
