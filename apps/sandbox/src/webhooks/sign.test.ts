import { expect, test } from 'vitest';
import { signatureHeaders } from './sign.ts';

const published = {
  url: 'https://www.example.com/webhook_uri',
  body: "{'example_field':'example_value'}",
  secret: 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy',
};

test.each([
  [1_693_657_560_000, 'K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y='],
  [1_700_000_300_000, 'RnbPH7+UMKVkbV32P8bz450N4M56aPmcru1+D3kSDtw='],
])('HubSpot signs as in the published example, at %i', (nowMs, signature) => {
  expect(signatureHeaders.hubspot({ ...published, nowMs })).toMatchObject({
    'X-HubSpot-Signature-v3': signature,
    'X-HubSpot-Request-Timestamp': String(nowMs),
  });
});

test('HubSpot signs an address with some of its escapes undone', () => {
  const sign = (url: string) => signatureHeaders.hubspot({ ...published, url, nowMs: 1 });
  expect(sign('https://a.example/x?at=a%3Ab%20c')).toEqual(sign('https://a.example/x?at=a:b%20c'));
});
