import { ConfigError } from '@sherpa/core';
import { describe, expect, it } from 'vitest';
import { inTurn, json, reset, startFaultyServer } from '../testing/faulty-server.ts';
import { errorOf, makeTestCall } from '../testing/test-call.ts';
import { makeStripeSdk } from './sdk.ts';

describe('a write to Stripe', () => {
  it('is refused before it is sent when it has no key of ours', async () => {
    await using server = await startFaultyServer(json({ id: 'cus_1' }));
    const sdk = makeStripeSdk({ apiKey: 'sk_test_1', baseUrl: server.url });
    const { call } = makeTestCall();
    const write = call({
      operation: 'customers.create',
      idempotent: true,
      run: (ends) => sdk.ask(ends, (client) => client.customers.create({ name: 'Ada' })),
    });
    const error = await errorOf(write);
    expect(error).toMatchObject({ code: 'internal', retry: 'never' });
    expect(server.requests).toHaveLength(0);
  });

  it('carries the same key each time it is tried', async () => {
    await using server = await startFaultyServer(inTurn(reset, json({ id: 'cus_1' })));
    const sdk = makeStripeSdk({ apiKey: 'sk_test_1', baseUrl: server.url });
    const { call, observations } = makeTestCall();
    await call({
      operation: 'customers.create',
      idempotent: true,
      run: (ends) =>
        sdk.ask(ends, (client) => client.customers.create({ name: 'Ada' }, { idempotencyKey: 'task-1' })),
    });
    expect(server.requests.map(({ headers }) => headers['idempotency-key'])).toEqual(['task-1', 'task-1']);
    expect(observations).toHaveLength(2);
  });
});

describe('makeStripeSdk', () => {
  it('refuses a base URL with a path, which the SDK would drop without a word', () => {
    expect(() => makeStripeSdk({ apiKey: 'sk_test_1', baseUrl: 'https://proxy.test/stripe' })).toThrow(
      ConfigError,
    );
  });
});
