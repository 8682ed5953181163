import { describe, expect, test } from 'vitest';
import { credentialsOf } from './credentials.ts';

const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

describe('the key of a request', () => {
  test.each([
    ['a bearer token', { authorization: 'Bearer abc' }, { key: 'abc', scheme: 'bearer' }],
    ['a bearer token in other case', { authorization: 'bearer abc' }, { key: 'abc', scheme: 'bearer' }],
    ['its own header', { 'x-api-key': 'abc' }, { key: 'abc', scheme: 'header' }],
    ['the password of any user', { authorization: basic('ada:a:b') }, { key: 'a:b', scheme: 'basic' }],
    ['a password without a user', { authorization: basic(':abc') }, { key: 'abc', scheme: 'basic' }],
  ])('is %s', (_what, headers, credentials) => {
    expect(credentialsOf(headers)).toEqual(credentials);
  });

  test.each([
    ['nothing', {}],
    ['another scheme', { authorization: 'Digest abc' }],
    ['a scheme without a value', { authorization: 'Bearer ' }],
  ])('is missing in %s', (_what, headers) => {
    expect(credentialsOf(headers)).toBeUndefined();
  });
});
