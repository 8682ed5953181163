import { describe, expect, it } from 'vitest';
import type { Fragment } from '../fragment.ts';
import { credentialKeysConfig } from './credential-keys.ts';
import { environmentCredentialsConfig, vendorAddressesConfig } from './vendors.ts';

const KEY = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';

const problemOf = (fragment: Fragment<unknown>, env: Record<string, string>): string => {
  const reading = fragment.read(env);
  return reading.ok ? '' : reading.problems.map((one) => `${one.variable} ${one.problem}`).join('; ');
};

describe('the keys of credentials', () => {
  const read = (text: string) => credentialKeysConfig.read({ SHERPA_CREDENTIAL_KEYS: text });

  it('may be missing: they are needed where credentials are', () => {
    expect(credentialKeysConfig.read({})).toEqual({ ok: true, value: { keys: [] } });
  });

  it('are named, the current one first', () => {
    expect(read(`2026-02:${KEY}, 2026-01:${KEY}`)).toEqual({
      ok: true,
      value: {
        keys: [
          { id: '2026-02', secret: KEY },
          { id: '2026-01', secret: KEY },
        ],
      },
    });
    expect(read(`a:${KEY.replaceAll('A', '_').replace('=', '')}`).ok).toBe(true);
  });

  it.each([
    ['no name', KEY],
    ['a key that is too short', 'a:aHVudGVyMg=='],
    ['the same name twice', `a:${KEY},a:${KEY}`],
    ['a comma too many', `a:${KEY},`],
  ])('are refused with %s, in words that do not repeat them', (_what, text) => {
    const problem = problemOf(credentialKeysConfig, { SHERPA_CREDENTIAL_KEYS: text });
    expect(problem).toMatch(/^SHERPA_CREDENTIAL_KEYS must be id:key/u);
    expect(problem).not.toContain('aHVudGVyMg');
    expect(problem).not.toContain('AAAA');
  });
});

describe('the credentials of the environment', () => {
  const keys = { SHERPA_CREDENTIAL_KEYS: `a:${KEY}` };

  it('are those that it holds, with what signs webhooks', () => {
    expect(environmentCredentialsConfig.read({})).toEqual({ ok: true, value: [] });
    const env = {
      ...keys,
      HUBSPOT_ACCESS_TOKEN: 'pat-na1-1',
      STRIPE_API_KEY: 'rk_live_1',
      STRIPE_WEBHOOK_SECRET: 'whsec_1234',
      NOTION_ACCESS_TOKEN: 'ntn_12345',
    };
    expect(environmentCredentialsConfig.read(env)).toEqual({
      ok: true,
      value: [
        { vendor: 'hubspot', accessToken: 'pat-na1-1', clientSecrets: [] },
        { vendor: 'stripe', apiKey: 'rk_live_1', webhookSecrets: ['whsec_1234'] },
        { vendor: 'notion', accessToken: 'ntn_12345', webhookSecrets: [] },
      ],
    });
  });

  it('need a key to be kept with', () => {
    expect(problemOf(environmentCredentialsConfig, { STRIPE_API_KEY: 'rk_live_1' })).toBe(
      'SHERPA_CREDENTIAL_KEYS is not set although STRIPE_API_KEY is',
    );
  });

  it('are refused without being repeated', () => {
    const env = { ...keys, STRIPE_API_KEY: 'pk_hunter2', HUBSPOT_ACCESS_TOKEN: 'hunter2 hunter2' };
    const problem = problemOf(environmentCredentialsConfig, env);
    expect(problem).toContain('STRIPE_API_KEY must start with sk_ or rk_');
    expect(problem).toContain('HUBSPOT_ACCESS_TOKEN must be 8 characters');
    expect(problem).not.toContain('hunter2');
  });
});

it('the vendors answer where they do for everyone, unless told otherwise', () => {
  expect(vendorAddressesConfig.read({ STRIPE_BASE_URL: 'http://127.0.0.1:4010' })).toEqual({
    ok: true,
    value: {
      hubspot: 'https://api.hubapi.com',
      stripe: 'http://127.0.0.1:4010',
      notion: 'https://api.notion.com',
    },
  });
});
