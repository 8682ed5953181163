import { ValidationError, type Credentials } from '@sherpa/core';
import { fingerprintOf } from '@sherpa/db';
import { describe, expect, test } from 'vitest';
import { changeCredentials, changesSecrets } from './change-credentials.ts';

const stripe: Credentials = { vendor: 'stripe', apiKey: 'sk_test_one', webhookSecrets: ['whsec_new', 'whsec_old'] };
const hubspot: Credentials = { vendor: 'hubspot', accessToken: 'pat-na1-one', clientSecrets: [] };

const problemsOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (err) {
    if (err instanceof ValidationError) return err.details['problems'];
    throw err;
  }
  throw new Error('Nothing was refused.');
};

describe('credentials', () => {
  test('get another access secret and keep those for webhooks', () => {
    expect(changeCredentials(stripe, { accessSecret: 'rk_test_two' })).toEqual({ ...stripe, apiKey: 'rk_test_two' });
    expect(changeCredentials(hubspot, { accessSecret: 'pat-na1-two' })).toMatchObject({
      accessToken: 'pat-na1-two',
    });
  });

  test('rotate secrets for webhooks: the newest first, the old one until it is removed', () => {
    const added = changeCredentials(stripe, { addWebhookSecret: 'whsec_newest' });
    expect(added).toMatchObject({ webhookSecrets: ['whsec_newest', 'whsec_new', 'whsec_old'] });
    const removed = changeCredentials(added, { removeWebhookSecret: fingerprintOf('whsec_old') });
    expect(removed).toMatchObject({ webhookSecrets: ['whsec_newest', 'whsec_new'] });
  });

  test('hold a secret once, however often it is added', () => {
    expect(changeCredentials(stripe, { addWebhookSecret: 'whsec_old' })).toMatchObject({
      webhookSecrets: ['whsec_old', 'whsec_new'],
    });
  });

  test('refuse what is not their vendor’s, by the field of the request and without the value', () => {
    expect(problemsOf(() => changeCredentials(stripe, { accessSecret: 'pk_hunter2' }))).toEqual([
      { field: 'accessSecret', problem: expect.stringContaining('sk_ or rk_') },
    ]);
    expect(problemsOf(() => changeCredentials(stripe, { removeWebhookSecret: '#00000000' }))).toMatchObject([
      { field: 'removeWebhookSecret' },
    ]);
    const full = { ...stripe, webhookSecrets: Array.from({ length: 10 }, (_, index) => `whsec_0${index}`) };
    expect(problemsOf(() => changeCredentials(full, { addWebhookSecret: 'whsec_hunter2' }))).toMatchObject([
      { field: 'addWebhookSecret' },
    ]);
  });

  test('are not touched by a change of anything else', () => {
    expect(changesSecrets({})).toBe(false);
    expect(changesSecrets({ removeWebhookSecret: '#00000000' })).toBe(true);
  });
});
