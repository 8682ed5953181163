import { describe, expect, test } from 'vitest';
import {
  areOf,
  credentialsSchema,
  secretsOf,
  webhookSecretsOf,
  withWebhookSecrets,
  type Credentials,
} from './credentials.ts';

const problemsOf = (value: unknown): string => {
  const { error } = credentialsSchema.safeParse(value);
  return JSON.stringify(error?.issues.map(({ path, message }) => [path.join('.'), message]) ?? []);
};

const all: readonly Credentials[] = [
  { vendor: 'hubspot', accessToken: 'pat-na1-abc', clientSecrets: ['client-new', 'client-old'] },
  { vendor: 'stripe', apiKey: 'rk_test_123', webhookSecrets: ['whsec_new', 'whsec_old'] },
  { vendor: 'notion', accessToken: 'ntn_secret', webhookSecrets: ['verify-new', 'verify-old'] },
];

describe('credentials', () => {
  test.each(all)('of $vendor are told apart by their vendor', (credentials) => {
    expect(credentialsSchema.parse(credentials)).toEqual(credentials);
    expect(areOf(credentials, 'stripe')).toBe(credentials.vendor === 'stripe');
  });

  test('need no secret for webhooks', () => {
    const parsed = credentialsSchema.parse({ vendor: 'hubspot', accessToken: 'pat-na1-abc' });
    expect(webhookSecretsOf(parsed)).toEqual([]);
  });

  test.each(all)('of $vendor name all their secrets, what opens the account first', (credentials) => {
    const secrets = secretsOf(credentials).map(({ secret }) => secret);
    expect(secrets).toHaveLength(3);
    expect(secrets.slice(1)).toEqual(webhookSecretsOf(credentials));
  });

  test.each(all)('of $vendor keep their other secrets when those for webhooks change', (credentials) => {
    const changed = withWebhookSecrets(credentials, ['only-this-one']);
    expect(webhookSecretsOf(changed)).toEqual(['only-this-one']);
    expect(secretsOf(changed)[0]).toEqual(secretsOf(credentials)[0]);
  });

  test.each([
    ['a token with a blank', { vendor: 'hubspot', accessToken: 'hunter2 hunter2' }, 'printable'],
    ['a token that is too short', { vendor: 'notion', accessToken: 'hunter2' }, '8 characters or more'],
    ['a publishable key', { vendor: 'stripe', apiKey: 'pk_hunter2_hunter2' }, 'sk_ or rk_'],
    ['a line break', { vendor: 'stripe', apiKey: 'sk_hunter2\nhunter2' }, 'printable'],
  ])('are refused with %s, in words that do not repeat it', (_what, value, problem) => {
    expect(problemsOf(value)).toContain(problem);
    expect(problemsOf(value)).not.toContain('hunter2');
  });
});
