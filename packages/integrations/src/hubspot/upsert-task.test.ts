import { describe, expect, it } from 'vitest';
import { hang, inTurn, json, reset, startFaultyServer, type Reaction } from '../testing/faulty-server.ts';
import { errorOf, makeTestCall } from '../testing/test-call.ts';
import { makeHubSpot } from './hubspot.ts';

const task = {
  key: 'task-1:call',
  subject: 'Call about the payment',
  body: 'Invoice in_1 is past due.',
  ownerId: '9',
  links: [{ toType: 'contacts', toId: '501' }],
  dueAt: new Date('2026-03-03T09:00:00Z'),
  priority: 'high',
} as const;

const property = json({ name: 'sherpa_key', hasUniqueValue: true });
const missing = json({ status: 'error', category: 'OBJECT_NOT_FOUND' }, 404);
const upserted = (isNew: boolean) =>
  json({ status: 'COMPLETE', results: [{ id: '700', new: isNew, properties: {} }] });
const associated = json({ status: 'COMPLETE', results: [] });

const start = async (...reactions: readonly Reaction[]) => {
  const server = await startFaultyServer(inTurn(...reactions));
  const test = makeTestCall();
  const hubspot = makeHubSpot({ accessToken: 'token', baseUrl: server.url, call: test.call });
  return { server, hubspot, ...test, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
};

const pathsOf = (requests: readonly { method: string; path: string }[]): readonly string[] =>
  requests.map(({ method, path }) => `${method} ${path}`);

describe('upsertTask', () => {
  it('writes the task by our key and ties it to the contact', async () => {
    await using run = await start(property, upserted(true), associated);
    await expect(run.hubspot.upsertTask(task)).resolves.toEqual({ id: '700', created: true });
    expect(pathsOf(run.server.requests)).toEqual([
      'GET /crm/v3/properties/tasks/sherpa_key',
      'POST /crm/v3/objects/tasks/batch/upsert',
      'PUT /crm/v4/objects/tasks/700/associations/default/contacts/501',
    ]);
    expect(JSON.parse(run.server.requests[1]?.body ?? '')).toEqual({
      inputs: [
        {
          id: 'task-1:call',
          idProperty: 'sherpa_key',
          properties: {
            sherpa_key: 'task-1:call',
            hs_task_subject: 'Call about the payment',
            hs_task_body: 'Invoice in_1 is past due.',
            hs_task_priority: 'HIGH',
            hs_timestamp: '2026-03-03T09:00:00.000Z',
            hubspot_owner_id: '9',
          },
        },
      ],
    });
  });

  it('tells that the key was there before', async () => {
    await using run = await start(property, upserted(false), associated);
    await expect(run.hubspot.upsertTask({ ...task, ownerId: null })).resolves.toMatchObject({
      created: false,
    });
    expect(run.server.requests[1]?.body).not.toContain('hubspot_owner_id');
  });

  it('looks at the key property once for many tasks at a time', async () => {
    await using run = await start((response, request) => {
      const reactions: Record<string, Reaction> = { GET: property, POST: upserted(true), PUT: associated };
      reactions[request.method]?.(response, request);
    });
    await Promise.all([
      run.hubspot.upsertTask(task),
      run.hubspot.upsertTask({ ...task, key: 'task-2:call' }),
    ]);
    await run.hubspot.upsertTask({ ...task, key: 'task-3:call' });
    expect(run.server.requests.filter(({ method }) => method === 'GET')).toHaveLength(1);
  });

  it('creates the key property where it is missing, as a unique one', async () => {
    await using run = await start(missing, json({ name: 'sherpa_key' }, 201), upserted(true), associated);
    await run.hubspot.upsertTask(task);
    expect(pathsOf(run.server.requests)[1]).toBe('POST /crm/v3/properties/tasks');
    expect(JSON.parse(run.server.requests[1]?.body ?? '')).toMatchObject({
      name: 'sherpa_key',
      hasUniqueValue: true,
      type: 'string',
    });
  });

  it('does not mind that another process created the property in between', async () => {
    const taken = json({ status: 'error', category: 'OBJECT_ALREADY_EXISTS' }, 409);
    await using run = await start(missing, taken, upserted(true), associated);
    await expect(run.hubspot.upsertTask(task)).resolves.toMatchObject({ id: '700' });
  });

  it('looks again at the next task when looking failed', async () => {
    await using run = await start(json({}, 403), property, upserted(true), associated);
    const error = await errorOf(run.hubspot.upsertTask(task));
    expect(error.code).toBe('integration_unauthorized');
    await expect(run.hubspot.upsertTask(task)).resolves.toMatchObject({ id: '700' });
  });

  it('writes nothing where the property does not hold unique values', async () => {
    await using run = await start(json({ name: 'sherpa_key', hasUniqueValue: false }));
    const error = await errorOf(run.hubspot.upsertTask(task));
    expect(error).toMatchObject({ code: 'integration_rejected', retry: 'never' });
    expect(run.server.requests).toHaveLength(1);
  });

  it.each([
    ['VALIDATION_ERROR', 'integration_rejected', 'never'],
    ['CONFLICT', 'integration_unavailable', 'backoff'],
    ['RATE_LIMITS', 'integration_rate_limited', { afterMs: 1_000, counted: false }],
  ])('does not take a 207 with %s for a success', async (category, code, retry) => {
    const partial = json(
      {
        status: 'COMPLETE',
        results: [],
        numErrors: 1,
        errors: [{ status: 'error', category, message: 'ada@x.test' }],
      },
      207,
    );
    await using run = await start(property, partial);
    const error = await errorOf(run.hubspot.upsertTask(task));
    expect(error).toMatchObject({ code, retry, details: { status: 207, vendorType: category } });
    expect(JSON.stringify(error.details)).not.toContain('ada@x.test');
  });

  it('writes again after a reset, because the key makes it the same task', async () => {
    await using run = await start(property, reset, upserted(false), associated);
    await expect(run.hubspot.upsertTask(task)).resolves.toEqual({ id: '700', created: false });
    const bodies = run.server.requests.slice(1, 3).map(({ body }) => body);
    expect(bodies[0]).toBe(bodies[1]);
  });

  it('ends with its task while it waits', async () => {
    const stopped = new AbortController();
    await using run = await start(property, (...given) => {
      hang(...given);
      stopped.abort();
    });
    const error = await errorOf(run.hubspot.upsertTask(task, { signal: stopped.signal }));
    expect(error.code).toBe('task_cancelled');
    await run.server.closed(1);
  });
});
