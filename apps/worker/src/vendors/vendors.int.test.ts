import '@sherpa/devstack/vitest';
import { inspect } from 'node:util';
import { BaseAgent, type Clients, type Handlers } from '@sherpa/agent-kit';
import { runAgent, waitUntil, type AgentUnderTest } from '@sherpa/agent-kit/testing';
import { defineContract, idSchema, type Credentials } from '@sherpa/core';
import {
  changeConnection,
  createConnection,
  ensureTenant,
  getConnection,
  listConnections,
  type Connection,
  type ConnectionChange,
  type Database,
} from '@sherpa/db';
import { makeTestVault, sql } from '@sherpa/db/testing';
import { startSandbox, type RunningSandbox } from '@sherpa/devstack';
import type { HubSpot } from '@sherpa/integrations/hubspot';
import type { Logger } from '@sherpa/telemetry';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { importEnvironment } from './import-environment.ts';
import { makeVendors } from './make-vendors.ts';

const TOKEN = 'pat-na1-hunter2-good';
const WRONG_TOKEN = 'pat-na1-hunter2-wrong';

const contract = defineContract({
  agent: 'counter',
  description: 'Counts contacts, for the tests of connections.',
  tasks: {
    'contacts.count': {
      description: 'Reads a page of contacts.',
      payload: z.strictObject({ connectionId: idSchema.optional() }),
      result: z.object({ contacts: z.int(), connectionId: z.string() }),
      retry: { attempts: 1, delayMs: 10, maxDelayMs: 10 },
    },
  },
  messages: {},
  events: {},
  state: {},
});
type Counter = typeof contract;

class CounterAgent extends BaseAgent<Counter> {
  readonly contract = contract;
  protected readonly handlers: Handlers<Counter>;

  constructor(hubspot: Clients<HubSpot>) {
    super();
    this.handlers = {
      'contacts.count': async (ctx) => {
        const { client, connectionId } = await hubspot.of(ctx.task.tenantId, ctx.task.payload.connectionId);
        const { rows } = await client.listContacts({ limit: 10 }, { signal: ctx.signal });
        return { contacts: rows.length, connectionId };
      },
    };
  }
}

const backends = [
  { name: 'Postgres', queueUrl: undefined },
  ...(inject('redisUrl') === null ? [] : [{ name: 'Redis', queueUrl: inject('redisUrl') ?? undefined }]),
];

const hubspot = (accessToken: string): Credentials => ({
  vendor: 'hubspot',
  accessToken,
  clientSecrets: ['client-hunter2-secret'],
});

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({
    port: 0,
    contacts: 5,
    env: { SANDBOX_HUBSPOT_TOKEN: TOKEN, LOG_LEVEL: 'error' },
    onLine: () => undefined,
  });
});
afterAll(async () => {
  await sandbox.stop();
});

describe.each(backends)('an agent with its jobs in $name', ({ queueUrl }) => {
  const vault = makeTestVault();
  let kit: AgentUnderTest<Counter>;
  /** Whatever was logged or measured, errors with their causes, nothing left out. */
  let everything: () => string;

  beforeAll(async () => {
    const { url } = sandbox;
    // The kit makes the database when it has the agent already.
    const db: Pick<Database, 'withTenant'> = {
      withTenant: (tenantId, work) => kit.db.withTenant(tenantId, work),
    };
    const logged: unknown[] = [];
    const write = (...told: readonly unknown[]) => void logged.push(told);
    const log: Logger = {
      debug: write,
      info: write,
      warn: write,
      error: write,
      child: () => log,
      flush: async () => undefined,
    };
    const vendors = makeVendors({
      db,
      vault,
      log,
      metrics: { observeVendorCall: (call) => void logged.push(call) },
      agent: 'counter',
      budgets: {
        take: (asked) => kit.queue.budgets.take(asked),
        close: (account, closing) => kit.queue.budgets.close(account, closing),
        read: () => kit.queue.budgets.read(),
      },
      addresses: { hubspot: url, stripe: url, notion: url },
    });
    kit = await runAgent(new CounterAgent(vendors.hubspot), {
      postgresUrl: inject('postgresUrl'),
      queueUrl,
    });
    everything = () => inspect([logged, kit.logged], { depth: 20, maxArrayLength: null, showHidden: true });
  });
  afterAll(() => kit.stop());
  beforeEach(async () => {
    await sql`delete from connections`.execute(kit.db.engine);
  });

  const create = async (accessToken: string, name = 'main', tenantId = kit.tenantId): Promise<Connection> => {
    const wanted = { tenantId, name, credentials: hubspot(accessToken) };
    const made = await kit.db.withTenant(tenantId, (tx) => createConnection(tx, vault, wanted));
    if (made === undefined) throw new Error('The name is taken.');
    return made;
  };

  const show = (id: string): Promise<Connection | undefined> =>
    kit.db.withTenant(kit.tenantId, (tx) => getConnection(tx, id));

  const change = ({ id }: Connection, to: ConnectionChange): Promise<Connection> =>
    kit.db.withTenant(kit.tenantId, async (tx) => {
      const locked = await getConnection(tx, id, 'locked');
      if (locked === undefined) throw new Error('There is no such connection.');
      return changeConnection(tx, vault, locked, to);
    });

  /** The task once its attempt has ended without its being over. */
  const putOff = (id: string) =>
    waitUntil('the task is put off', async () => {
      const task = await kit.show(id);
      return task.status === 'pending' && task.error !== null ? task : undefined;
    });

  test('works through the connection of its tenant, the oldest active one or the one it is told', async () => {
    const [first, second] = [await create(TOKEN), await create(TOKEN, 'second')];
    const byDefault = await kit.run('contacts.count', {});
    expect(byDefault.result).toEqual({ contacts: 5, connectionId: first.id });
    const told = await kit.run('contacts.count', { connectionId: second.id });
    expect(told.result).toEqual({ contacts: 5, connectionId: second.id });
    expect(await show(first.id)).toMatchObject({ lastUsedAt: expect.any(Date), status: 'active' });
  });

  test('does not find the connection of another tenant, and waits', async () => {
    const other = (await ensureTenant(kit.db.engine, 'other')).id;
    const theirs = await create(TOKEN, 'theirs', other);
    const id = await kit.enqueue('contacts.count', { connectionId: theirs.id });
    expect(await putOff(id)).toMatchObject({ uncountedAttempts: 1, error: { code: 'conflict' } });
  });

  test('whose connection is disabled puts its task off, uncounted, and says what to do', async () => {
    const connection = await create(TOKEN);
    await change(connection, { status: 'disabled' });
    const id = await kit.enqueue('contacts.count', { connectionId: connection.id });
    const task = await putOff(id);
    expect(task).toMatchObject({
      attempt: 1,
      uncountedAttempts: 1,
      error: {
        message: 'The connection to the vendor is disabled.',
        details: { problems: [{ problem: `sherpa connections enable ${connection.id}` }] },
      },
    });
    expect(task.runAt.getTime() - task.createdAt.getTime()).toBeGreaterThanOrEqual(60_000);
  });

  test('that is refused marks the connection and puts its task off until there are others', async () => {
    const connection = await create(WRONG_TOKEN);
    const id = await kit.enqueue('contacts.count', { connectionId: connection.id });
    expect(await putOff(id)).toMatchObject({
      uncountedAttempts: 1,
      error: { code: 'integration_unauthorized' },
    });
    const marked = await waitUntil('the connection is marked', async () => {
      const now = await show(connection.id);
      return now?.status === 'unauthorized' ? now : undefined;
    });
    expect(marked.statusReason).toBe('The vendor refused the credentials.');
    const told = (await kit.events()).filter(({ type }) => type === 'connection.unauthorized');
    expect(told).toMatchObject([{ agent: 'counter', data: { connectionId: connection.id } }]);

    const waiting = await kit.enqueue('contacts.count', { connectionId: connection.id });
    expect(await putOff(waiting)).toMatchObject({
      error: { details: { problems: [{ problem: `sherpa connections secret ${connection.id}` }] } },
    });

    await change(connection, { credentials: hubspot(TOKEN) });
    const renewed = await kit.run('contacts.count', { connectionId: connection.id });
    expect(renewed).toMatchObject({ status: 'completed', attempt: 1, result: { contacts: 5 } });
  });

  test('keeps to the limits that its connection has been given meanwhile', async () => {
    const connection = await create(TOKEN);
    const burst = async () => {
      await kit.run('contacts.count', { connectionId: connection.id });
      const budget = (await kit.queue.budgets.read()).find(({ account }) => account.id === connection.id);
      return budget?.windows.find(({ window }) => window === 'burst')?.limit;
    };
    expect(await burst()).toBe(190);
    await change(connection, { settings: { per10Seconds: 77 } });
    const limit = await waitUntil('the budget has another limit', async () => {
      const now = await burst();
      return now === 190 ? undefined : now;
    });
    expect(limit).toBe(77);
  });

  test('whose settings make no sense says which, and puts its task off until they are others', async () => {
    const connection = await create(TOKEN);
    await change(connection, { settings: { per10Seconds: -5 } });
    const id = await kit.enqueue('contacts.count', { connectionId: connection.id });
    expect(await putOff(id)).toMatchObject({
      uncountedAttempts: 1,
      error: {
        code: 'config_invalid',
        message: 'The settings of the connection do not fit its vendor.',
        details: {
          problems: [
            { field: 'per10Seconds' },
            { field: 'connection', problem: `sherpa connections settings ${connection.id}` },
          ],
        },
      },
    });
    await change(connection, { settings: {} });
    expect(await kit.run('contacts.count', { connectionId: connection.id })).toMatchObject({ attempt: 1 });
  });

  test('uses what the environment holds where the tenant has nothing else', async () => {
    const log = { info: () => undefined };
    await importEnvironment({ db: kit.db, vault, log }, kit.tenantId, [hubspot(TOKEN)]);
    const [connection] = await kit.db.withTenant(kit.tenantId, (tx) => listConnections(tx, { limit: 5 }));
    expect(connection).toMatchObject({ origin: 'environment', vendor: 'hubspot' });
    // What was the default before is remembered for a moment.
    await waitUntil('it is the default', async () => {
      const { result } = await kit.run('contacts.count', {});
      return JSON.stringify(result).includes(connection?.id ?? '-') ? true : undefined;
    });
  });

  test('leaves no secret in logs, metrics, the queue or any column of the database', async () => {
    const { id: connectionId } = await create(WRONG_TOKEN, 'the-canary');
    await putOff(await kit.enqueue('contacts.count', { connectionId }));
    expect(await tablesThatHold('the-canary')).toEqual(['connections']);
    expect(everything()).not.toContain('hunter2');
    const jobs = await kit.queue
      .boardQueue('counter')
      .getJobs(['waiting', 'prioritized', 'delayed', 'active', 'completed', 'failed']);
    expect(inspect(jobs.map((job) => job.asJSON()))).not.toContain('hunter2');
    expect(await tablesThatHold('hunter2')).toEqual([]);
  });

  /** Every table of the database, the queue's own too, of which a row holds that text, in bytes as well. */
  const tablesThatHold = (text: string): Promise<readonly string[]> =>
    kit.db.engine.transaction().execute(async (tx) => {
      // Neither role of ours sees the tables of the queue.
      await sql`set local role none`.execute(tx);
      const { rows: tables } = await sql<{ name: string }>`
        select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')
        order by 1`.execute(tx);
      const wanted = [text, Buffer.from(text).toString('hex')].map((one) => `%${one}%`);
      const found: string[] = [];
      for (const { name } of tables) {
        const { rows } = await sql`
          select from ${sql.raw(name)} t where to_jsonb(t)::text like any (${wanted}::text[]) limit 1`.execute(
          tx,
        );
        if (rows.length > 0) found.push(name);
      }
      return found;
    });
});
