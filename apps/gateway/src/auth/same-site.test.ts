import { describe, expect, test } from 'vitest';
import { isForeignWrite } from './same-site.ts';

const host = 'sherpa.example.com';

describe('a write is foreign', () => {
  test.each([
    ['when the browser says cross-site', { host, 'sec-fetch-site': 'cross-site' }],
    ['when it comes from a sibling domain', { host, 'sec-fetch-site': 'same-site' }],
    ['when an old browser names another origin', { host, origin: 'https://evil.example.com' }],
    ['when its origin is opaque', { host, origin: 'null' }],
  ])('%s', (_why, headers) => {
    expect(isForeignWrite('PUT', headers)).toBe(true);
    expect(isForeignWrite('GET', headers)).toBe(false);
  });
});

describe('a write is our own', () => {
  test.each([
    ['from a page of the gateway', { host, 'sec-fetch-site': 'same-origin', origin: `https://${host}` }],
    ['from the address bar', { host, 'sec-fetch-site': 'none' }],
    ['from an old browser on our page', { host, origin: `http://${host}` }],
    ['from a script', { host }],
  ])('%s', (_whence, headers) => {
    expect(isForeignWrite('POST', headers)).toBe(false);
  });
});
