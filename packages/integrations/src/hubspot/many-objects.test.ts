import { describe, expect, it } from 'vitest';
import { inTurn, json, startFaultyServer, type Reaction } from '../testing/faulty-server.ts';
import { errorOf, makeTestCall } from '../testing/test-call.ts';
import { makeHubSpot } from './index.ts';

const start = async (...reactions: readonly Reaction[]) => {
  const server = await startFaultyServer(inTurn(...reactions));
  const { call } = makeTestCall();
  const hubspot = makeHubSpot({ accessToken: 'token', baseUrl: server.url, call });
  return { server, hubspot, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
};

const failed = (category: string, context: object = {}) =>
  json(
    {
      status: 'COMPLETE',
      results: [],
      numErrors: 1,
      errors: [{ status: 'error', category, message: 'ada@x.test', context }],
    },
    207,
  );

describe('readMany', () => {
  it('does not take a failed part for missing rows', async () => {
    await using run = await start(failed('INTERNAL_ERROR', { ids: ['1'] }));
    const error = await errorOf(run.hubspot.contacts.readMany(['1']));
    expect(error).toMatchObject({ code: 'integration_rejected', details: { vendorType: 'INTERNAL_ERROR' } });
  });

  it('asks for each id once, and not at all for none', async () => {
    await using run = await start(json({ status: 'COMPLETE', results: [{ id: '1', properties: {} }] }));
    await expect(run.hubspot.contacts.readMany([])).resolves.toEqual({ rows: [], missingIds: [] });
    await run.hubspot.contacts.readMany(['1', '1']);
    expect(run.server.requests).toHaveLength(1);
    expect(run.server.requests[0]?.body).toContain('"inputs":[{"id":"1"}]');
  });
});

describe('upsertMany', () => {
  it('tells what may go well another time', async () => {
    await using run = await start(failed('CONFLICT', { objectWriteTraceId: ['0'] }));
    const inputs = [{ key: 'ada@x.test', properties: {} }];
    const { refused } = await run.hubspot.contacts.upsertMany(inputs, { keyProperty: 'email' });
    expect(refused).toEqual([{ key: 'ada@x.test', category: 'CONFLICT', isPassing: true }]);
  });
});

describe('readAssociations', () => {
  it('takes having none for none, and nothing else', async () => {
    const none = failed('OBJECT_NOT_FOUND', { fromObjectId: ['1'] });
    await using run = await start(none, failed('RATE_LIMITS'));
    const direction = { fromType: 'contacts', toType: 'companies' };
    await expect(run.hubspot.readAssociations(direction, ['1'])).resolves.toEqual([
      { fromId: '1', links: [] },
    ]);
    const error = await errorOf(run.hubspot.readAssociations(direction, ['1']));
    expect(error.code).toBe('integration_rate_limited');
  });
});
