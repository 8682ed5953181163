import { makeClient, type Connection } from '@sherpa/api';
import { AppError, ConflictError, newId, NotFoundError, ValidationError } from '@sherpa/core';
import { startSandbox, type RunningSandbox } from '@sherpa/devstack';
import {
  createConnection,
  ensureTenant,
  listEvents,
  makeVault,
  openCredentials,
  rotateKeys,
} from '@sherpa/db';
import { makeTestVault, sql } from '@sherpa/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeAskVendor } from './connections/ask-vendor.ts';
import { greeter } from './testing/greeter.ts';
import { API_KEY, startTestGateway, type TestGateway } from './testing/test-gateway.ts';

const TOKEN = 'pat-na1-hunter2-beef';
const KEY = 'sk_test_hunter2';

const [oldVault, vault] = [makeTestVault('old'), makeTestVault('new', 'old')];

let sandbox: RunningSandbox;
let gateway: TestGateway;
beforeAll(async () => {
  sandbox = await startSandbox({
    port: 0,
    contacts: 5,
    env: { SANDBOX_HUBSPOT_TOKEN: TOKEN, SANDBOX_STRIPE_KEY: KEY, LOG_LEVEL: 'error' },
    onLine: () => undefined,
  });
  const { url } = sandbox;
  gateway = await startTestGateway(undefined, (deps) => ({
    ...deps,
    vault,
    askVendor: makeAskVendor({ log: deps.log, addresses: { hubspot: url, stripe: url, notion: url } }),
    rotateKeys: () => rotateKeys(gateway.db.engine, vault),
  }));
});
afterAll(async () => {
  await gateway.stop();
  await sandbox.stop();
});
beforeEach(() => sql`delete from connections`.execute(gateway.db.engine));

const addHubSpot = (accessToken = TOKEN, name = 'main'): Promise<Connection> =>
  gateway.client.connections.create({
    vendor: 'hubspot',
    name,
    credentials: { accessToken, clientSecrets: ['client-hunter2-old'] },
    settings: { region: 'eu' },
  });

const addStripe = (apiKey = KEY): Promise<Connection> =>
  gateway.client.connections.create({ vendor: 'stripe', credentials: { apiKey } });

const errorOf = async (asked: Promise<unknown>): Promise<AppError> => {
  const thrown = await asked.then(
    () => undefined,
    (err: unknown) => err,
  );
  if (thrown instanceof AppError) return thrown;
  throw new Error('Nothing was refused.', { cause: thrown });
};

describe('a connection', () => {
  test('is made, listed, shown, changed and removed, and no answer holds a secret', async () => {
    const made = await addHubSpot();
    expect(made).toMatchObject({
      vendor: 'hubspot',
      name: 'main',
      status: 'active',
      origin: 'api',
      account: null,
      settings: { region: 'eu' },
      keyId: 'new',
      secrets: [
        { name: 'accessToken', fingerprint: expect.stringMatching(/^…beef#[0-9a-f]{8}$/u) },
        { name: 'clientSecrets', fingerprint: expect.stringMatching(/^#[0-9a-f]{8}$/u) },
      ],
    });
    const { connections } = await gateway.client.connections.list({ vendor: 'hubspot' });
    expect(connections).toEqual([made]);
    expect((await gateway.client.connections.list({ vendor: 'stripe' })).connections).toEqual([]);
    const changed = await gateway.client.connections.change(made.id, {
      name: 'eu',
      settings: { region: 'de' },
      status: 'disabled',
    });
    expect(changed).toMatchObject({ name: 'eu', settings: { region: 'de' }, status: 'disabled' });
    expect(changed.credentialsChangedAt).toBe(made.credentialsChangedAt);
    expect(await gateway.client.connections.show(made.id)).toEqual(changed);
    expect(await gateway.client.connections.delete(made.id)).toEqual(changed);
    await expect(gateway.client.connections.show(made.id)).rejects.toThrow(NotFoundError);
    expect(JSON.stringify([made, changed, connections])).not.toContain('hunter2');
  });

  test('rotates secrets for webhooks: the new one first, the old one good until it is removed', async () => {
    const made = await addHubSpot();
    const added = await gateway.client.connections.change(made.id, {
      addWebhookSecret: 'client-hunter2-new',
    });
    const [, newest, oldest] = added.secrets;
    expect(added.secrets).toHaveLength(3);
    expect(oldest).toEqual(made.secrets[1]);
    const { db, tenantId } = gateway;
    const read = () => db.withTenant(tenantId, (tx) => openCredentials(vault, tx, made.id));
    expect(await read()).toMatchObject({ clientSecrets: ['client-hunter2-new', 'client-hunter2-old'] });
    const fingerprint = oldest?.fingerprint ?? '';
    const retired = await gateway.client.connections.change(made.id, { removeWebhookSecret: fingerprint });
    expect(retired.secrets).toEqual([made.secrets[0], newest]);
    expect(await read()).toMatchObject({ accessToken: TOKEN, clientSecrets: ['client-hunter2-new'] });
  });

  test('has a name of its own', async () => {
    const { id } = await addHubSpot();
    await expect(addHubSpot()).rejects.toThrow(ConflictError);
    const second = await addHubSpot(TOKEN, 'second');
    await expect(gateway.client.connections.change(second.id, { name: 'main' })).rejects.toThrow(
      ConflictError,
    );
    expect(await gateway.client.connections.change(id, { name: 'main' })).toMatchObject({ name: 'main' });
  });

  test.each([
    [
      'a publishable key',
      { vendor: 'stripe', credentials: { apiKey: 'pk_hunter2_00' } },
      'credentials.apiKey',
    ],
    [
      'a token with blanks',
      { vendor: 'notion', credentials: { accessToken: 'hunter2 hunter2' } },
      'credentials.accessToken',
    ],
    [
      'the field of another vendor',
      { vendor: 'hubspot', credentials: { apiKey: 'sk_hunter2_00' } },
      'credentials.accessToken',
    ],
  ])('is refused with %s, by the name of the field and without the value', async (_what, body, field) => {
    const answer = await gateway.ask('/api/connections', { method: 'POST', body: JSON.stringify(body) });
    const text = await answer.text();
    expect(answer.status).toBe(400);
    expect(text).toContain(`"field":"${field}"`);
    expect(text).not.toContain('hunter2');
  });

  test('of another tenant is not found', async () => {
    await ensureTenant(gateway.db.engine, 'other');
    const other = makeClient({ url: gateway.url, apiKey: API_KEY, tenant: 'other' });
    const { id } = await addHubSpot();
    expect((await other.connections.list()).connections).toEqual([]);
    for (const ask of ['show', 'delete', 'check'] as const) {
      await expect(other.connections[ask](id), ask).rejects.toThrow(NotFoundError);
      await expect(other.connections[ask](newId()), ask).rejects.toThrow(NotFoundError);
    }
    await expect(other.connections.change(id, { name: 'theirs' })).rejects.toThrow(NotFoundError);
    expect(await gateway.client.connections.show(id)).toMatchObject({ name: 'main' });
  });
});

describe('a check', () => {
  test('asks HubSpot whose portal it is and what the app may do', async () => {
    const { id } = await addHubSpot();
    const check = await gateway.client.connections.check(id);
    expect(check).toMatchObject({
      ok: true,
      error: null,
      account: { id: expect.stringMatching(/^\d+$/u), scopes: expect.arrayContaining([expect.any(String)]) },
      latencyMs: expect.any(Number),
    });
    expect(check.connection).toMatchObject({
      account: check.account?.id,
      checkedAt: expect.any(String),
      status: 'active',
    });
  });

  test('asks Stripe whose account it is; what a key may do Stripe does not tell', async () => {
    const { id } = await addStripe();
    expect(await gateway.client.connections.check(id)).toMatchObject({
      ok: true,
      account: { id: expect.stringMatching(/^acct_/u), name: 'Sandbox', scopes: null },
    });
  });

  test('of credentials that are refused takes the connection out of use, and others bring it back', async () => {
    const { id } = await addStripe('sk_test_hunter2_wrong');
    const refused = await gateway.client.connections.check(id);
    expect(refused).toMatchObject({
      ok: false,
      account: null,
      error: { code: 'integration_unauthorized' },
      connection: {
        status: 'unauthorized',
        statusReason: expect.stringContaining('refused'),
        checkedAt: null,
      },
    });
    const events = await gateway.db.withTenant(gateway.tenantId, (tx) =>
      listEvents(tx, { type: 'connection.unauthorized', limit: 10 }),
    );
    expect(events.map(({ data }) => data)).toEqual([{ connectionId: id, vendor: 'stripe' }]);
    const renewed = await gateway.client.connections.change(id, { accessSecret: KEY });
    expect(renewed).toMatchObject({ status: 'active', statusReason: null });
    expect((await gateway.client.connections.check(id)).ok).toBe(true);
  });

  test('of a vendor that fails says so and changes nothing', async () => {
    const { id } = await addHubSpot();
    const fault = { vendor: 'hubspot', path: '/account-info/v3/details', kind: 'html502', times: 3 };
    await fetch(new URL('/_sandbox/faults', sandbox.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    });
    expect(await gateway.client.connections.check(id)).toMatchObject({
      ok: false,
      error: { code: 'integration_unavailable' },
      connection: { status: 'active', checkedAt: null },
    });
  });
});

describe('a task that waits for a connection', () => {
  /** A task that was put off as a worker does it where work cannot go through the connection. */
  const putOff = async (code: string, details: Readonly<Record<string, string>>): Promise<string> => {
    const { id } = await gateway.client.enqueue(greeter, 'guest.greet', { name: 'Ada' });
    const error = { code, message: 'The connection to the vendor is disabled.', details };
    await gateway.finish(id, { status: 'pending', delayMs: 60_000, counted: false, error });
    return id;
  };
  const isDue = async (id: string): Promise<boolean> => {
    const { runAt } = await gateway.client.tasks.show(id);
    return Date.parse(runAt) <= Date.now();
  };
  /** Whether the queue has a job for it that waits for nothing. */
  const hasJob = async (id: string): Promise<boolean> => {
    const jobs = await gateway.queue.boardQueue('greeter').getJobs(['waiting', 'prioritized']);
    return JSON.stringify(jobs.map((job) => job.asJSON().data)).includes(id);
  };

  test('goes on when that one is enabled, and no other does', async () => {
    const { id: connectionId } = await addHubSpot();
    await gateway.client.connections.change(connectionId, { status: 'disabled' });
    const waiting = await putOff('conflict', { vendor: 'hubspot', connectionId });
    const refused = await putOff('integration_unauthorized', { vendor: 'hubspot' });
    const others = [
      await putOff('conflict', { vendor: 'hubspot', connectionId: newId() }),
      await putOff('conflict', { vendor: 'stripe' }),
      await putOff('integration_budget', { vendor: 'hubspot', connectionId }),
    ];
    await gateway.client.connections.change(connectionId, { name: 'still disabled' });
    expect(await isDue(waiting)).toBe(false);
    await gateway.client.connections.change(connectionId, { status: 'active' });
    expect(await Promise.all([waiting, refused, ...others].map(isDue))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(await Promise.all([waiting, refused].map(hasJob))).toEqual([true, true]);
  });

  test('goes on when its tenant has one, and when credentials are good again', async () => {
    const missing = await putOff('conflict', { vendor: 'stripe' });
    const { id: connectionId } = await addStripe('sk_test_hunter2_wrong');
    expect(await isDue(missing)).toBe(true);
    await gateway.client.connections.check(connectionId);
    const refused = await putOff('conflict', { vendor: 'stripe', connectionId });
    await gateway.client.connections.change(connectionId, { accessSecret: KEY });
    expect(await isDue(refused)).toBe(true);
  });
});

describe('the keys of credentials', () => {
  /** As a gateway did that had only the old key. */
  const sealWithOldKey = async (): Promise<string> => {
    const { db, tenantId } = gateway;
    const credentials = { vendor: 'stripe', apiKey: KEY, webhookSecrets: [] } as const;
    const made = await db.withTenant(tenantId, (tx) =>
      createConnection(tx, oldVault, { tenantId, name: 'old', credentials }),
    );
    return made?.id ?? '';
  };

  test('are rotated, and the answer says which may go', async () => {
    const id = await sealWithOldKey();
    expect(await gateway.client.connections.show(id)).toMatchObject({ keyId: 'old' });
    expect(await gateway.client.connections.rotateKeys()).toEqual({
      currentKeyId: 'new',
      reencrypted: 1,
      unreadable: [],
      keys: [{ keyId: 'new', connections: 1 }],
      droppableKeyIds: ['old'],
    });
    expect(await gateway.client.connections.show(id)).toMatchObject({ keyId: 'new' });
    expect((await gateway.client.connections.check(id)).ok).toBe(true);
  });

  test('that are missing are told by their name, in the answer and in no secret’s company', async () => {
    const id = await sealWithOldKey();
    await sql`update connections set credentials_key_id = 'lost'`.execute(gateway.db.engine);
    const error = await errorOf(gateway.client.connections.check(id));
    expect(error).toMatchObject({
      code: 'config_invalid',
      details: {
        problems: [{ field: 'SHERPA_CREDENTIAL_KEYS', problem: expect.stringContaining('key lost') }],
      },
    });
  });
});

test('nothing of what was logged or kept holds a secret', async () => {
  await addHubSpot();
  await errorOf(gateway.client.connections.change(newId(), { accessSecret: 'hunter2-hunter2' }));
  expect(JSON.stringify(gateway.logged)).not.toContain('hunter2');
  const { rows } = await sql<{ held: boolean }>`
    select connections::text like '%hunter2%' or encode(credentials, 'escape') like '%hunter2%' as held
    from connections`.execute(gateway.db.engine);
  expect(rows).toEqual([{ held: false }]);
});

test('a gateway without keys says what to set, and only where credentials are needed', async () => {
  const bare = await startTestGateway(undefined, (deps) => ({ ...deps, vault: makeVault([]) }));
  try {
    expect((await bare.client.connections.list()).connections).toEqual([]);
    const creating = bare.client.connections.create({ vendor: 'stripe', credentials: { apiKey: KEY } });
    const error = await errorOf(creating);
    expect(error.message).toContain('SHERPA_CREDENTIAL_KEYS is not set');
    expect(error).not.toBeInstanceOf(ValidationError);
  } finally {
    await bare.stop();
  }
});
