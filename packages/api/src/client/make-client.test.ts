import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  AgentError,
  ConflictError,
  defineContract,
  IntegrationError,
  NotFoundError,
  ValidationError,
} from '@sherpa/core';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { makeClient, type Task } from '../index.ts';

const contract = defineContract({
  agent: 'greeter',
  description: 'Greets.',
  tasks: {
    'guest.greet': {
      description: 'Greets a guest.',
      payload: z.object({ name: z.string(), loud: z.boolean().default(false) }),
      result: z.object({ said: z.string() }),
    },
  },
  messages: {},
  events: {},
  state: {},
});

const ID = '01919191-9191-7191-8191-919191919191';
const task: Task = {
  id: ID,
  agent: 'greeter',
  type: 'guest.greet',
  status: 'completed',
  attempt: 1,
  maxAttempts: 5,
  priority: 100,
  key: null,
  progress: null,
  error: null,
  messageId: null,
  causedBy: null,
  origin: 'api',
  workerId: null,
  cancelRequestedAt: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  runAt: '2026-01-01T00:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  payload: {},
  result: { said: 'Hello' },
  waitingFor: null,
  attempts: [],
  steps: [],
  effects: [],
};

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A gateway that answers each request with the next of `answers`, and the last of them ever after. */
const startGateway = async (...answers: readonly { status?: number; body: unknown }[]) => {
  const asked: Asked[] = [];
  const answer = async (req: IncomingMessage, res: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(Buffer.from(chunk));
    const text = Buffer.concat(chunks).toString();
    asked.push({ method: req.method, url: req.url, headers: req.headers, body: text && JSON.parse(text) });
    const next = answers[Math.min(asked.length, answers.length) - 1];
    res.writeHead(next?.status ?? 200, { 'content-type': 'application/json' });
    res.end(typeof next?.body === 'string' ? next.body : JSON.stringify(next?.body));
  };
  const server = createServer((req, res) => void answer(req, res));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return { asked, url, client: makeClient({ url, apiKey: 'secret-key' }) };
};

const failure = (code: string, message: string, more: object = {}) => ({
  error: { code, message, requestId: 'r-1', ...more },
});

describe('a client', () => {
  test('enqueues a task of a contract with its options and its key', async () => {
    const { client, asked } = await startGateway({ status: 202, body: { id: ID, inserted: true } });
    const enqueued = await client.enqueue(
      contract,
      'guest.greet',
      { name: 'Ada' },
      { key: 'ada', delayMs: 5 },
    );
    expect(enqueued).toEqual({ id: ID, inserted: true });
    expect(asked[0]).toMatchObject({
      method: 'POST',
      url: '/api/tasks',
      body: { agent: 'greeter', type: 'guest.greet', payload: { name: 'Ada' }, key: 'ada', delayMs: 5 },
    });
    expect(asked[0]?.headers.authorization).toBe('Bearer secret-key');
  });

  test('enqueues any number of tasks, a thousand by request, and keeps their order', async () => {
    const page = (count: number) => ({
      body: { tasks: Array.from({ length: count }, (_none, index) => ({ id: ID, inserted: index === 0 })) },
    });
    const { client, asked } = await startGateway(page(1_000), page(500));
    const entries = Array.from({ length: 1_500 }, (_none, index) => ({ payload: { name: String(index) } }));
    const enqueued = await client.enqueueMany(contract, 'guest.greet', entries);
    expect(enqueued).toHaveLength(1_500);
    const names = asked.map(({ body }) =>
      (body as { tasks: { payload: { name: string } }[] }).tasks.map(({ payload }) => payload.name),
    );
    expect(names.map(({ length }) => length)).toEqual([1_000, 500]);
    expect(names.flat()).toEqual(entries.map(({ payload }) => payload.name));
  });

  test('waits for a result by asking the gateway to hold its answer', async () => {
    const { client, asked } = await startGateway(
      { status: 202, body: { id: ID, inserted: true } },
      { body: { ...task, status: 'in_progress', result: null } },
      { body: task },
    );
    const result = await client.enqueueAndWait(
      contract,
      'guest.greet',
      { name: 'Ada' },
      { timeoutMs: 20_000 },
    );
    expect(result.said).toBe('Hello');
    expect(asked.map(({ url }) => url?.replace(/\d{5}$/u, 'N'))).toEqual([
      '/api/tasks',
      `/api/tasks/${ID}?waitMs=N`,
      `/api/tasks/${ID}?waitMs=N`,
    ]);
  });

  test('throws what a task failed with', async () => {
    const error = { code: 'agent_failed', message: 'No guest.', details: {} };
    const { client } = await startGateway(
      { status: 202, body: { id: ID, inserted: true } },
      { body: { ...task, status: 'failed', result: null, error } },
    );
    const waited = client.enqueueAndWait(contract, 'guest.greet', { name: 'Ada' });
    await expect(waited).rejects.toThrow(AgentError);
    await expect(waited).rejects.toMatchObject({ details: { taskId: ID, error } });
  });

  test('gives up when the task does not finish in time', async () => {
    const { client } = await startGateway({ body: { ...task, status: 'pending' } });
    await expect(client.tasks.wait(ID, { timeoutMs: 0 })).rejects.toMatchObject({
      code: 'integration_timeout',
      details: { taskId: ID, status: 'pending' },
    });
  });

  test('leaves out query members that are not set', async () => {
    const { client, asked } = await startGateway({ body: { tasks: [], nextCursor: null } });
    await client.tasks.list({ agent: 'greeter', status: undefined, limit: 3 });
    expect(asked[0]?.url).toBe('/api/tasks?agent=greeter&limit=3');
  });

  test('keeps the path that the gateway is mounted under', async () => {
    const { url, asked } = await startGateway({ body: { agents: [] } });
    await makeClient({ url: `${url}/sherpa`, apiKey: 'k', tenant: 'acme' }).agents.list();
    expect(asked[0]?.url).toBe('/sherpa/api/agents');
    expect(asked[0]?.headers['x-sherpa-tenant']).toBe('acme');
  });
});

describe('a failure', () => {
  test('of the gateway becomes the error that it was there', async () => {
    const problems = [{ field: 'payload.name', problem: 'expected string' }];
    const { client } = await startGateway(
      { status: 400, body: failure('validation_failed', 'Bad.', { problems }) },
      { status: 404, body: failure('not_found', 'None.') },
      { status: 409, body: failure('conflict', 'Not now.') },
    );
    const bad = client.tasks.show(ID);
    await expect(bad).rejects.toThrow(ValidationError);
    await expect(bad).rejects.toMatchObject({ message: 'Bad.', details: { problems, requestId: 'r-1' } });
    await expect(client.tasks.show(ID)).rejects.toThrow(NotFoundError);
    await expect(client.tasks.retry(ID)).rejects.toThrow(ConflictError);
  });

  test('to connect names the gateway that did not answer', async () => {
    const { url } = await startGateway({ body: {} });
    for (const close of closers.splice(0)) await close();
    const asked = makeClient({ url, apiKey: 'k' }).status();
    await expect(asked).rejects.toThrow(IntegrationError);
    await expect(asked).rejects.toMatchObject({
      message: 'The gateway did not answer.',
      code: 'integration_unavailable',
      details: { url },
    });
  });

  test('to answer in time is told apart', async () => {
    const silent: typeof fetch = (_url, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(new DOMException('Late.', 'TimeoutError')));
      });
    const client = makeClient({ url: 'http://gateway', apiKey: 'k', fetch: silent, answerWithinMs: 1 });
    await expect(client.status()).rejects.toMatchObject({ code: 'integration_timeout' });
  });

  test.each([
    ['is no JSON', '<html>', 200],
    ['does not fit its schema', { tasks: 'many' }, 200],
    ['is an error of someone in between', { message: 'Bad gateway' }, 502],
  ])('is reported for an answer that %s', async (_what, body, status) => {
    const { client, url } = await startGateway({ status, body });
    await expect(client.status()).rejects.toMatchObject({
      code: 'integration_bad_answer',
      details: { url, status },
    });
  });
});
