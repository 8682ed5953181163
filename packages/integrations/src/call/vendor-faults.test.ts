import type { Socket } from 'node:net';
import type { AppError } from '@sherpa/core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  hang,
  inTurn,
  json,
  plain,
  reset,
  stall,
  startFaultyServer,
  trickle,
} from '../testing/faulty-server.ts';
import { allTextOf, errorOf, makeTestCall } from '../testing/test-call.ts';
import { SECRET, vendors } from '../testing/vendors.ts';

const SHORT_MS = 300;

describe.each(vendors)('the real SDK of $name against a faulty server', ({ emptyPage, makeList }) => {
  // Loading the SDK takes longer than the short time-outs below.
  beforeAll(async () => {
    await using server = await startFaultyServer(json(emptyPage));
    await makeList({ baseUrl: server.url, call: makeTestCall().call })();
  });

  it.each([
    ['says nothing', hang],
    ['stalls inside the body', stall],
    ['trickles for ever', trickle],
  ])('closes the connection of a server that %s', async (_name, reaction) => {
    await using server = await startFaultyServer(reaction);
    // A machine that is busy enough can be late to send; such a try shows nothing.
    const timeOut = async (): Promise<AppError> => {
      const { call } = makeTestCall({ timeoutsMs: [SHORT_MS] });
      const error = await errorOf(makeList({ baseUrl: server.url, call })());
      return server.requests.length === 0 ? timeOut() : error;
    };
    expect(await timeOut()).toMatchObject({ code: 'integration_timeout', retry: 'backoff' });
    await server.closed(0);
    expect(server.requests).toHaveLength(1);
  });

  it('closes a reused connection that goes silent', async () => {
    const task = new AbortController();
    const used = new Set<Socket>();
    await using server = await startFaultyServer((response, request) => {
      if (used.has(request.socket)) task.abort();
      else json(emptyPage)(response, request);
      used.add(request.socket);
    });
    const list = makeList({ baseUrl: server.url, call: makeTestCall().call });
    // A connection is handed back a moment after its answer, so the next request may open another one.
    const listUntilReused = async (): Promise<unknown> => list(task.signal).then(listUntilReused);
    const error = await errorOf(listUntilReused());
    expect(error.code).toBe('task_cancelled');
    await server.closed(server.requests.length - 1);
  });

  it('closes the connection when the task is cancelled', async () => {
    const task = new AbortController();
    await using server = await startFaultyServer(() => task.abort());
    const { call } = makeTestCall();
    const error = await errorOf(makeList({ baseUrl: server.url, call })(task.signal));
    expect(error.code).toBe('task_cancelled');
    await server.closed(0);
  });

  it('tries a read again after a reset inside the body', async () => {
    await using server = await startFaultyServer(inTurn(reset, json(emptyPage)));
    const { call, observations } = makeTestCall();
    await expect(makeList({ baseUrl: server.url, call })()).resolves.toMatchObject({ rows: [] });
    expect(server.requests).toHaveLength(2);
    // One observation for each request: the SDK made none behind our back.
    expect(observations).toHaveLength(2);
  });

  it('tells of the reset when it does not stop', async () => {
    await using server = await startFaultyServer(reset);
    const { call } = makeTestCall();
    const error = await errorOf(makeList({ baseUrl: server.url, call })());
    expect(error).toMatchObject({ code: 'integration_unavailable', retry: 'backoff' });
    expect(error.details['networkCode']).toMatch(/^(?:ECONNRESET|UND_ERR_SOCKET)$/u);
    expect(server.requests).toHaveLength(3);
  });

  it('tells when nobody listens', async () => {
    const { url } = await startFaultyServer(hang).then(async (server) => {
      await server[Symbol.asyncDispose]();
      return server;
    });
    const { call } = makeTestCall();
    const error = await errorOf(makeList({ baseUrl: url, call })());
    expect(error).toMatchObject({
      code: 'integration_unavailable',
      details: { networkCode: 'ECONNREFUSED' },
    });
  });

  it('takes JSON that was cut for a passing fault', async () => {
    await using server = await startFaultyServer(
      inTurn(plain('{"results":[{"id', 200, 'application/json'), json(emptyPage)),
    );
    const { call, observations } = makeTestCall();
    await expect(makeList({ baseUrl: server.url, call })()).resolves.toMatchObject({ rows: [] });
    expect(observations[0]).toMatchObject({ outcome: 'integration_bad_answer', status: 200 });
  });

  it('keeps the status of an error page that is not JSON', async () => {
    await using server = await startFaultyServer(plain('<html>Bad gateway</html>', 502, 'text/html'));
    const { call } = makeTestCall();
    const error = await errorOf(makeList({ baseUrl: server.url, call })());
    expect(error).toMatchObject({
      code: 'integration_unavailable',
      retry: 'backoff',
      details: { status: 502 },
    });
  });

  it('does not take a page that is not JSON for an empty success', async () => {
    await using server = await startFaultyServer(plain('<html>Login</html>', 200, 'text/html'));
    const { call } = makeTestCall();
    const error = await errorOf(makeList({ baseUrl: server.url, call })());
    expect(error).toMatchObject({ code: 'integration_bad_answer', retry: 'backoff' });
  });

  it('never tries again what came whole and is not what was asked for', async () => {
    await using server = await startFaultyServer(json({ unexpected: true }));
    const { call } = makeTestCall();
    const error = await errorOf(makeList({ baseUrl: server.url, call })());
    expect(error).toMatchObject({ code: 'integration_bad_answer', retry: 'never' });
    expect(server.requests).toHaveLength(1);
  });

  it('hands a long Retry-After to the task', async () => {
    await using server = await startFaultyServer(json({ error: {} }, 429, { 'retry-after': '17' }));
    const { call } = makeTestCall();
    const error = await errorOf(makeList({ baseUrl: server.url, call })());
    expect(error).toMatchObject({ code: 'integration_rate_limited', retry: { afterMs: 17_000 } });
    expect(server.requests).toHaveLength(1);
  });

  it('tries again itself after a 429 that asks for little or nothing', async () => {
    const limited = json({ error: {} }, 429, { 'retry-after': '1' });
    await using server = await startFaultyServer(inTurn(limited, json({ error: {} }, 429), json(emptyPage)));
    const { call, rests } = makeTestCall();
    await expect(makeList({ baseUrl: server.url, call })()).resolves.toMatchObject({ rows: [] });
    expect(rests).toEqual([1_000, 1_000]);
  });

  it('lets no token out, however often the vendor repeats it', async () => {
    const echo = {
      status: 'error',
      message: `The token ${SECRET} has expired`,
      category: SECRET,
      correlationId: SECRET,
      policyName: SECRET,
      error: { type: SECRET, code: SECRET, message: `Invalid API Key provided: ${SECRET}`, param: SECRET },
    };
    const headers = { 'x-hubspot-correlation-id': SECRET, 'request-id': SECRET, 'retry-after': SECRET };
    await using server = await startFaultyServer(json(echo, 401, headers));
    const { call, logged, observations } = makeTestCall();
    const error = await errorOf(makeList({ baseUrl: server.url, call })());
    expect(error).toMatchObject({
      code: 'integration_unauthorized',
      retry: 'never',
      details: { status: 401 },
    });
    expect(server.requests[0]?.headers.authorization).toContain(SECRET);
    expect(allTextOf(error)).not.toContain(SECRET);
    expect(JSON.stringify([logged, observations])).not.toContain(SECRET);
  });

  it('lets no token out of an answer that cannot be read', async () => {
    await using server = await startFaultyServer(plain(`{"token":"${SECRET}`, 200, 'application/json'));
    const { call, logged } = makeTestCall();
    const error = await errorOf(makeList({ baseUrl: server.url, call })());
    expect(allTextOf(error)).not.toContain(SECRET);
    expect(JSON.stringify(logged)).not.toContain(SECRET);
  });
});
