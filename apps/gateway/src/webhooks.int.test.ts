import '@sherpa/devstack/vitest';
import { NotFoundError, type Vendor } from '@sherpa/core';
import { claimTasks, listEvents } from '@sherpa/db';
import { makeTestVault, sql } from '@sherpa/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { refreshers } from './testing/refreshers.ts';
import { signWebhook } from './testing/sign-webhook.ts';
import { PUBLIC_URL, startTestGateway, type TestGateway } from './testing/test-gateway.ts';
import { toBody } from './testing/vendor-events.ts';
import { makeConnections, SECRET } from './testing/webhook-ground.ts';

let gateway: TestGateway;
let connections: Readonly<Record<Vendor, string>>;
beforeAll(async () => {
  gateway = await startTestGateway(inject('redisUrl') ?? undefined, (deps) => deps, refreshers);
});
afterAll(() => gateway.stop());
beforeEach(async () => {
  const tables = ['connections', 'agent_tasks', 'webhook_deliveries', 'webhook_refusals', 'webhook_keys'];
  for (const table of tables) await sql`delete from ${sql.table(table)}`.execute(gateway.db.engine);
  connections = await makeConnections(gateway.db, makeTestVault(), gateway.tenantId);
});

const post = (id: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(new URL(`/webhooks/${id}`, gateway.url), { method: 'POST', body, headers });

const send = (
  vendor: Vendor,
  body: string,
  over: { secret?: string; sentAt?: Date } = {},
): Promise<Response> => {
  const url = `${PUBLIC_URL}/webhooks/${connections[vendor]}`;
  const signed = { vendor, url, body, secret: SECRET, sentAt: new Date(), ...over };
  return post(connections[vendor], body, signWebhook(signed));
};

const tasks = async () => (await gateway.client.tasks.list({ type: 'objects.refresh' })).tasks;
const refused = async () =>
  (await gateway.client.webhooks.counts()).refused.map(({ reason, count }) => [reason, count]);

describe('a delivery', () => {
  test.each([
    ['hubspot', 'sales', 'contact', '7'],
    ['stripe', 'billing', 'customer', 'cus_7'],
    ['notion', 'knowledge', 'page', 'page-7'],
  ] as const)(
    'of %s is kept, answered without a key of ours, and a task of %s',
    async (vendor, agent, type, id) => {
      const answer = await send(vendor, toBody(vendor, [{ n: 1, objectId: '7' }]));
      expect([answer.status, await answer.json()]).toEqual([200, { received: 1, duplicates: 0 }]);
      const [task] = await tasks();
      const { payload } = await gateway.client.tasks.show(task?.id ?? '');
      expect(task?.agent).toBe(agent);
      expect(payload).toEqual({
        connectionId: connections[vendor],
        objects: [{ type, id }],
        reason: 'webhook',
      });
      const { webhooks } = await gateway.client.webhooks.list({ vendor });
      expect(webhooks).toMatchObject([
        { vendor, object: { type, id }, status: 'received', taskId: task?.id },
      ]);
      expect(await gateway.client.webhooks.show(webhooks[0]?.id ?? '')).toMatchObject({
        payload: expect.any(Object),
      });
    },
  );

  test('that comes again changes nothing', async () => {
    const body = toBody(
      'hubspot',
      [1, 2, 3].map((n) => ({ n, objectId: '7', at: new Date(0) })),
    );
    await send('hubspot', body);
    expect(await (await send('hubspot', body)).json()).toEqual({ received: 0, duplicates: 3 });
    expect(await tasks()).toHaveLength(1);
  });

  test('of an object whose task has not begun makes no other one, and one does when it has', async () => {
    const change = (n: number) => send('stripe', toBody('stripe', [{ n, objectId: '7' }]));
    await change(1);
    await change(2);
    const [task, ...others] = await tasks();
    expect(others).toEqual([]);
    const claim = { agent: 'billing', workerId: gateway.tenantId, leaseMs: 60_000, ids: [task?.id ?? ''] };
    await sql`update agent_tasks set run_at = now()`.execute(gateway.db.engine);
    expect(await claimTasks(gateway.db.engine, claim)).toMatchObject([{ kind: 'claimed' }]);
    await change(3);
    expect(await tasks()).toHaveLength(2);
  });

  test('that a write of ours has caused is kept and left alone', async () => {
    for (const vendor of ['hubspot', 'stripe', 'notion'] as const)
      await send(vendor, toBody(vendor, [{ n: 1, objectId: '7', isEcho: true }]));
    expect(await tasks()).toEqual([]);
    const { counts } = await gateway.client.webhooks.counts();
    expect(counts.map(({ status, count }) => [status, count])).toEqual([
      ['echo', 1],
      ['echo', 1],
      ['echo', 1],
    ]);
  });

  test('of a privacy deletion says so to its agent, whatever waits already', async () => {
    await send('hubspot', toBody('hubspot', [{ n: 1, objectId: '7' }]));
    const [event] = JSON.parse(toBody('hubspot', [{ n: 2, objectId: '7', isEcho: true }]));
    await send('hubspot', JSON.stringify([{ ...event, subscriptionType: 'contact.privacyDeletion' }]));
    const shown = await Promise.all((await tasks()).map(({ id }) => gateway.client.tasks.show(id)));
    expect(shown.map(({ payload }) => payload)).toMatchObject([
      { reason: 'webhook privacy' },
      { reason: 'webhook' },
    ]);
  });

  test('that is written at another version is told of once', async () => {
    for (const n of [1, 2]) {
      const event = { ...JSON.parse(toBody('stripe', [{ n, objectId: '7' }])), api_version: '2020-08-27' };
      await send('stripe', JSON.stringify(event));
    }
    const events = await listEvents(gateway.db.engine, { type: 'webhooks.version-drift', limit: 10 });
    expect(events).toMatchObject([{ agent: 'billing', data: { version: '2020-08-27' } }]);
  });
});

describe('what is refused', () => {
  const body = toBody('hubspot', [{ n: 1, objectId: '7' }]);

  test('is not kept, and counted by its reason', async () => {
    const statuses = [
      await send('hubspot', body, { secret: 'another' }),
      await send('hubspot', body, { sentAt: new Date(Date.now() - 600_000) }),
      await send('hubspot', body, { sentAt: new Date(Date.now() + 600_000) }),
      await post(connections.hubspot, body),
      await send('hubspot', '{}'),
      await post(connections.hubspot, 'x'.repeat(1_100_000)),
      await post(connections.hubspot, 'x', { 'content-encoding': 'gzip' }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([401, 401, 401, 401, 400, 413, 400]);
    expect(Object.fromEntries(await refused())).toEqual({
      forged: 1,
      stale: 1,
      early: 1,
      unsigned: 1,
      malformed: 2,
      'too-large': 1,
    });
    expect((await gateway.client.webhooks.list()).webhooks).toEqual([]);
  });

  test('has no connection, or one that is disabled', async () => {
    expect((await post('nobody', body)).status).toBe(404);
    expect((await post(gateway.tenantId, body)).status).toBe(404);
    await gateway.client.connections.change(connections.stripe, { status: 'disabled' });
    const answer = await send('stripe', toBody('stripe', [{ n: 1, objectId: '7' }]));
    expect([answer.status, await refused()]).toEqual([404, [['disabled', 1]]]);
  });
});

describe('the handshake of Notion', () => {
  const token = 'secret_of_a_subscription';
  const shake = (text = token) => post(connections.notion, JSON.stringify({ verification_token: text }));

  test('is a secret when a person says so, and not before', async () => {
    const event = toBody('notion', [{ n: 1, objectId: '7' }]);
    expect((await shake()).status).toBe(200);
    expect((await send('notion', event, { secret: token })).status).toBe(401);
    const [handshake] = await gateway.client.connections.handshakes(connections.notion);
    expect(handshake?.token).toBe(token);
    await expect(
      gateway.client.connections.confirmHandshake(connections.notion, gateway.tenantId),
    ).rejects.toBeInstanceOf(NotFoundError);
    const changed = await gateway.client.connections.confirmHandshake(
      connections.notion,
      handshake?.id ?? '',
    );
    expect(changed.secrets.filter(({ name }) => name === 'webhookSecrets')).toHaveLength(3);
    expect(await gateway.client.connections.handshakes(connections.notion)).toEqual([]);
    // A process knows of other secrets within two seconds.
    await expect
      .poll(async () => (await send('notion', event, { secret: token })).status, { timeout: 10_000 })
      .toBe(200);
  });

  test('is kept sealed, and only the newest few of them', async () => {
    for (let n = 0; n < 8; n += 1) await shake(`${token}_${n}`);
    const waiting = await gateway.client.connections.handshakes(connections.notion);
    expect(waiting.map((one) => one.token)).toEqual([7, 6, 5, 4, 3].map((n) => `${token}_${n}`));
    const { rows } = await sql<{ all: string }>`
      select string_agg(secret::text, ' ') as all from webhook_handshakes`.execute(gateway.db.engine);
    expect(rows[0]?.all).not.toContain(Buffer.from(token).toString('hex'));
  });

  test('is nothing to other vendors', async () => {
    expect((await post(connections.stripe, JSON.stringify({ verification_token: token }))).status).toBe(401);
  });
});

test('events are replayed by a filter: their objects are asked for again', async () => {
  const events = [1, 2, 3].map((n) => ({ n, objectId: String(n), isEcho: n === 3 }));
  await send('hubspot', toBody('hubspot', events));
  const connectionId = connections.hubspot;
  expect(await gateway.client.webhooks.replay({ connectionId, status: 'failed' })).toMatchObject({
    events: 0,
    tasks: 0,
  });
  expect(await gateway.client.webhooks.replay({ connectionId, status: 'echo' })).toEqual({
    events: 1,
    tasks: 1,
    nextCursor: null,
  });
  const [task] = await tasks();
  expect((await gateway.client.tasks.show(task?.id ?? '')).payload).toEqual({
    connectionId,
    objects: [{ type: 'contact', id: '3' }],
    reason: 'replay',
  });
  expect((await gateway.client.webhooks.list({ status: 'echo' })).webhooks).toEqual([]);
  await expect(gateway.client.webhooks.replay({ connectionId: gateway.tenantId })).rejects.toBeInstanceOf(
    NotFoundError,
  );
});
