import { describe, expect, it } from 'vitest';
import { json, plain, reset, startFaultyServer, type Reaction } from '../testing/faulty-server.ts';
import { errorOf, makeTestCall } from '../testing/test-call.ts';
import { makeHubSpotSdk } from './sdk.ts';

describe('a write to HubSpot that has no key', () => {
  it.each<[string, Reaction]>([
    ['a reset inside the answer', reset],
    ['a server error', json({}, 500)],
    ['an answer that was cut', plain('{"id', 201, 'application/json')],
  ])('reaches HubSpot once after %s, and says not to be tried again', async (_name, reaction) => {
    await using server = await startFaultyServer(reaction);
    const sdk = makeHubSpotSdk({ accessToken: 'token', baseUrl: server.url });
    const { call } = makeTestCall();
    const write = call({
      operation: 'notes.create',
      idempotent: false,
      run: (ends) =>
        sdk.ask(ends, ({ crm }) =>
          crm.objects.basicApi.create('notes', { properties: {}, associations: [] }),
        ),
    });
    const error = await errorOf(write);
    expect(error).toMatchObject({ retry: 'never', details: { outcomeUnknown: true } });
    expect(server.requests).toHaveLength(1);
  });
});
