import '@sherpa/devstack/vitest';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { newId } from '@sherpa/core';
import { claimTasks } from '../tasks/claim-tasks.ts';
import { insertTasks } from '../tasks/insert-tasks.ts';
import { makeTestDatabase, newTask, type TestDatabase } from '../testing/index.ts';
import { countDeliveries, getDelivery, lastDeliveryAt, listDeliveries } from './browse-deliveries.ts';
import type { NewDelivery } from './delivery.ts';
import { insertDeliveries } from './insert-deliveries.ts';
import { findPendingRefreshes } from './pending-refreshes.ts';
import { purgeDeliveries } from './purge-deliveries.ts';
import { findReplayable } from './replay-deliveries.ts';
import { findNewKeys, forgetWebhookKeys, takeKeys } from './take-keys.ts';
import { tellVersionDrift } from './version-drift.ts';

let database: TestDatabase;
const connectionId = newId();
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());
beforeEach(async () => {
  for (const table of ['webhook_deliveries', 'webhook_keys', 'agent_tasks', 'agent_events'])
    await sql`delete from ${sql.table(table)}`.execute(database.db.engine);
});

const delivery = (key: string, over: Partial<NewDelivery> = {}): NewDelivery => ({
  id: newId(),
  tenantId: database.tenantId,
  connectionId,
  vendor: 'hubspot',
  key,
  type: 'contact.creation',
  objects: [{ type: 'contact', id: key }],
  occurredAt: new Date('2026-01-01T00:00:00Z'),
  apiVersion: null,
  status: 'received',
  reason: null,
  payload: { email: `${key}@example.com` },
  ...over,
});

const makeTask = async (): Promise<string> => {
  const task = newTask(database.tenantId);
  await insertTasks(database.db.engine, [task]);
  return task.id;
};

const begin = (id: string) =>
  claimTasks(database.db.engine, { agent: 'sales', workerId: newId(), leaseMs: 60_000, ids: [id] });

const keep = async (one: NewDelivery, taskId: string | null = null): Promise<NewDelivery> => {
  await takeKeys(database.db.engine, [one]);
  await insertDeliveries(database.db.engine, [{ ...one, taskId }]);
  return one;
};

test('a key is taken once, also by two at a time in other orders', async () => {
  const { engine } = database.db;
  const keys = Array.from({ length: 50 }, (_, n) => `k${n}`);
  const [one, other] = await Promise.all(
    [keys, keys.toReversed()].map((all) =>
      engine.transaction().execute((tx) =>
        takeKeys(
          tx,
          all.map((key) => delivery(key)),
        ),
      ),
    ),
  );
  expect((one?.size ?? 0) + (other?.size ?? 0)).toBe(50);
  expect(await findNewKeys(engine, connectionId, ['k1', 'new'])).toEqual(new Set(['new']));
  expect(await findNewKeys(engine, newId(), ['k1'])).toEqual(new Set(['k1']));
});

test('keys are forgotten when nobody sends their events any more', async () => {
  const { engine } = database.db;
  const aYearAgo = Date.now() - 365 * 86_400_000;
  const old = `${aYearAgo
    .toString(16)
    .padStart(12, '0')
    .replace(/^(.{8})(.{4})$/u, '$1-$2')}-7000-8000-000000000000`;
  await takeKeys(engine, [delivery('old', { id: old }), delivery('new')]);
  expect(await forgetWebhookKeys(engine, 35)).toBe(1);
  expect(await findNewKeys(engine, connectionId, ['old', 'new'])).toEqual(new Set(['old']));
});

test('an event is as its task is, without anybody writing it down', async () => {
  const { engine } = database.db;
  const taskId = await makeTask();
  const { id } = await keep(delivery('a'), taskId);
  const statusNow = async () => (await getDelivery(engine, id))?.status;
  const move = (status: string) =>
    sql`update agent_tasks set status = ${status}, finished_at = now() where id = ${taskId}`.execute(engine);
  expect(await statusNow()).toBe('received');
  await move('failed');
  expect(await statusNow()).toBe('failed');
  await move('completed');
  expect(await statusNow()).toBe('processed');
  await sql`delete from agent_tasks`.execute(engine);
  expect(await statusNow()).toBe('processed');
});

test('events are found and counted by what became of them', async () => {
  const { engine } = database.db;
  await keep(delivery('a'));
  await keep(delivery('b', { status: 'echo' }));
  const last = await keep(delivery('c', { type: 'contact.deletion', status: 'ignored', reason: 'no-agent' }));
  const ids = async (filter: object) =>
    (await listDeliveries(engine, { ...filter, limit: 10 })).map(({ object }) => object?.id);
  expect(await ids({})).toEqual(['c', 'b', 'a']);
  expect(await ids({ cursor: last.id })).toEqual(['b', 'a']);
  expect(await ids({ status: 'echo' })).toEqual(['b']);
  expect(await ids({ type: 'contact.deletion', vendor: 'hubspot', connectionId })).toEqual(['c']);
  expect(await ids({ since: new Date(Date.now() + 60_000) })).toEqual([]);
  expect(await ids({ until: new Date(Date.now() - 60_000) })).toEqual([]);
  const counts = await countDeliveries(engine, new Date(0));
  expect(counts.map(({ status, count }) => [status, count])).toEqual([
    ['echo', 1],
    ['ignored', 1],
    ['received', 1],
  ]);
  expect(await lastDeliveryAt(engine, connectionId)).toEqual(new Date('2026-01-01T00:00:00Z'));
});

test('a task that has not begun stands for what comes next; one that runs does not', async () => {
  const { engine } = database.db;
  const object = { connectionId, type: 'contact', id: 'a' };
  const taskId = await makeTask();
  await keep(delivery('a'), taskId);
  expect(await findPendingRefreshes(engine, [object, { ...object, id: 'b' }])).toEqual([
    { ...object, taskId },
  ]);
  expect(await findPendingRefreshes(engine, [{ ...object, connectionId: newId() }])).toEqual([]);
  await begin(taskId);
  expect(await findPendingRefreshes(engine, [object])).toEqual([]);
});

test('a task that stands for an event does not begin before the event is there', async () => {
  const { engine } = database.db;
  const taskId = await makeTask();
  await keep(delivery('a'), taskId);
  const order: string[] = [];
  let claiming: Promise<unknown> = Promise.resolve();
  await engine.transaction().execute(async (tx) => {
    await findPendingRefreshes(tx, [{ connectionId, type: 'contact', id: 'a' }]);
    claiming = begin(taskId).then(() => order.push('begun'));
    await keep(delivery('later'), taskId);
    order.push('kept');
  });
  await claiming;
  expect(order).toEqual(['kept', 'begun']);
});

test('what a person is in is emptied, is not replayed, and does not come again', async () => {
  const { engine } = database.db;
  const byObject = await keep(delivery('a'));
  const byText = await keep(delivery('b', { payload: { properties: { email: 'Ada@Example.com' } } }));
  const other = await keep(delivery('c'));
  const person = {
    tenantId: database.tenantId,
    objects: [{ vendor: 'hubspot' as const, type: 'contact', id: 'a' }],
    texts: ['ada@example.com'],
  };
  expect(await purgeDeliveries(engine, person)).toBe(2);
  expect(await purgeDeliveries(engine, person)).toBe(0);
  for (const { id } of [byObject, byText])
    expect(await getDelivery(engine, id)).toMatchObject({
      payload: {},
      status: 'ignored',
      reason: 'privacy',
    });
  expect((await findReplayable(engine, { limit: 10 })).map(({ id }) => id)).toEqual([other.id]);
  expect((await takeKeys(engine, [delivery('a')])).size).toBe(0);
});

test('another version is told of once', async () => {
  const { engine } = database.db;
  const drift = {
    tenantId: database.tenantId,
    connectionId,
    agent: 'billing',
    version: '2020',
    expected: '2026',
  };
  await tellVersionDrift(engine, [drift, drift]);
  await tellVersionDrift(engine, [drift, { ...drift, version: '2021' }]);
  const { rows } = await sql`select data->>'version' as version from agent_events
    where type = 'webhooks.version-drift' order by 1`.execute(engine);
  expect(rows).toEqual([{ version: '2020' }, { version: '2021' }]);
});
