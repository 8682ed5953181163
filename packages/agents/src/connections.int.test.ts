import '@sherpa/devstack/vitest';
import { randomBytes } from 'node:crypto';
import { makeClients, makeDispatcher, makeScheduler, type Clients } from '@sherpa/agent-kit';
import { makeRecordedLog, runAgent, waitUntil, type AgentUnderTest } from '@sherpa/agent-kit/testing';
import { scheduleKey, type CallPriority } from '@sherpa/core';
import {
  changeConnection,
  createConnection,
  getConnection,
  listStreams,
  listTasks,
  liveCounts,
  makeVault,
  tellStaleStreams,
} from '@sherpa/db';
import { sql } from '@sherpa/db/testing';
import type { HubSpot } from '@sherpa/integrations/hubspot';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeSalesAgent } from './sales/agent.ts';
import { salesContract, type SalesContract } from './sales/contract.ts';
import { readCounts, startSandboxVendors, type SandboxVendors } from './testing/sandbox-vendors.ts';

interface Portal {
  readonly connectionId: string;
  readonly vendors: SandboxVendors;
}

const vault = makeVault([{ id: 'test', secret: randomBytes(32).toString('base64') }]);
/** Which priority was asked for, of which connection, in order. */
const asked: { readonly connectionId: string; readonly priority: CallPriority }[] = [];

let kit: AgentUnderTest<SalesContract>;
let portals: readonly [Portal, Portal];
beforeAll(async () => {
  const [first, second] = await Promise.all([startSandboxVendors(30), startSandboxVendors(50)]);
  const clients = Promise.withResolvers<Clients<HubSpot>>();
  const hubspot: Clients<HubSpot> = { of: async (...who) => (await clients.promise).of(...who) };
  kit = await runAgent(makeSalesAgent({ ...first, hubspot }), { postgresUrl: inject('postgresUrl') });
  const { db, tenantId } = kit;
  const connect = async (vendors: SandboxVendors, name: string): Promise<Portal> => {
    const credentials = { vendor: 'hubspot', accessToken: 'pat-sandbox', clientSecrets: [] } as const;
    const made = await db.withTenant(tenantId, (tx) =>
      createConnection(tx, vault, { tenantId, name, credentials }),
    );
    return { connectionId: made?.id ?? '', vendors };
  };
  portals = [await connect(first, 'portal 0'), await connect(second, 'portal 1')];
  clients.resolve(
    makeClients({
      db,
      vault,
      log: makeRecordedLog(),
      agent: 'sales',
      vendor: 'hubspot',
      makeClient: (_credentials, { connectionId, priority }) => {
        asked.push({ connectionId, priority });
        const portal = portals.find((one) => one.connectionId === connectionId);
        return (portal?.vendors ?? first).clients.hubspot;
      },
    }),
  );
});
afterAll(async () => {
  await kit.stop();
  await Promise.all(portals.map(({ vendors }) => vendors.stop()));
});

const fire = async (): Promise<void> => {
  const { db, queue } = kit;
  const log = makeRecordedLog();
  const dispatcher = makeDispatcher({ db, queue, log });
  const scheduler = makeScheduler({ db, dispatcher, log, contracts: [salesContract] });
  await scheduler.declare();
  await sql`update agent_schedules set next_tick_at = now(), next_run_at = now() where every_ms is not null`.execute(
    db.engine,
  );
  for (let isMore = true; isMore;) isMore = await scheduler.fireDue();
};

const idle = (): Promise<true> =>
  waitUntil('nothing left to do', async () => {
    const { tasks } = await kit.db.withTenant(kit.tenantId, liveCounts);
    return Object.values(tasks).every((count) => count === 0) || undefined;
  });

const syncs = async () => {
  const tasks = await kit.db.withTenant(kit.tenantId, (tx) =>
    listTasks(tx, { agent: 'sales', type: 'contacts.sync', limit: 10 }),
  );
  return tasks.map(({ key, payload, result }) => ({ key, payload, result }));
};

const mirrored = async (connectionId: string) => {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from source_records where connection_id = ${connectionId}::uuid and object_type = 'contact'`.execute(
    kit.db.engine,
  );
  return rows[0]?.n;
};

const streams = async () => {
  const all = await kit.db.withTenant(kit.tenantId, listStreams);
  return all.filter(({ stream }) => stream === 'contacts');
};

test('a schedule syncs each portal of a tenant by itself: first behind the rest of the calls, then with them', async () => {
  await fire();
  await idle();
  for (const { connectionId, vendors } of portals) {
    expect(await mirrored(connectionId)).toBe((await readCounts(vendors)).hubspot.contacts);
    expect(asked).toContainEqual({ connectionId, priority: 'background' });
  }
  const keys = portals.map(({ connectionId }) => ({
    key: scheduleKey('contacts.sync', undefined, connectionId),
    payload: { connectionId },
  }));
  expect(await syncs()).toEqual(
    expect.arrayContaining(
      keys.map((key) =>
        expect.objectContaining({ ...key, result: expect.objectContaining({ mode: 'full' }) }),
      ),
    ),
  );
  expect(await streams()).toMatchObject(
    portals.map(({ connectionId }, place) => ({
      connectionId,
      connection: `portal ${place}`,
      isStale: false,
    })),
  );
});

test('what a webhook of one portal names is asked for there, though the other has an object of that id', async () => {
  const [one, other] = portals;
  const { rows } = await sql<{ id: string }>`
    select external_id as id from source_records where object_type = 'contact' and delete_reason is null
    group by external_id having count(*) = 2 order by external_id limit 1`.execute(kit.db.engine);
  const id = rows[0]?.id ?? '';
  for (const [{ vendors }, firstname] of [
    [one, 'One'],
    [other, 'Other'],
  ] as const)
    await vendors.control('POST', `hubspot/contacts/${id}`, { properties: { firstname } });
  const objects = [{ type: 'contact', id }];
  const { connectionId } = other;
  const { result } = await kit.run('objects.refresh', { connectionId, objects, reason: 'webhook' });
  expect(result).toMatchObject({ found: 1, changed: 1 });
  const names = await sql<{ connection: string; name: string }>`
    select connection_id as connection, payload ->> 'firstName' as name from source_records
    where object_type = 'contact' and external_id = ${id} order by connection_id`.execute(kit.db.engine);
  expect(names.rows.filter(({ name }) => ['One', 'Other'].includes(name))).toEqual([
    { connection: connectionId, name: 'Other' },
  ]);
});

test('a portal whose stream grows old is alarmed by itself, and one that is disabled is left alone', async () => {
  const [one, other] = portals;
  const { db, tenantId } = kit;
  const disabled = await db.withTenant(tenantId, (tx) => getConnection(tx, other.connectionId));
  if (disabled !== undefined)
    await db.withTenant(tenantId, (tx) => changeConnection(tx, vault, disabled, { status: 'disabled' }));
  await sql`update sync_streams set fresh_at = now() - interval '1 hour' where stream = 'contacts'`.execute(
    db.engine,
  );
  expect(await tellStaleStreams(db.engine)).toMatchObject([{ stream: 'contacts' }]);
  const told = (await kit.events()).filter(({ type }) => type === 'sync.stale');
  expect(told.map(({ data }) => data)).toMatchObject([{ connectionId: one.connectionId }]);
  asked.length = 0;
  await fire();
  await idle();
  expect(
    (await syncs()).filter(({ result }) => JSON.stringify(result).includes('incremental')),
  ).toMatchObject([{ payload: { connectionId: one.connectionId } }]);
  expect(await streams()).toMatchObject([{ isStale: false }, { isStale: true }]);
});
