import '@sherpa/devstack/vitest';
import { hash } from 'node:crypto';
import { newId, type Json } from '@sherpa/core';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { insertLogs } from '../../fleet/logs.ts';
import { NO_CONNECTION } from '../../mirror/record.ts';
import { writeRows } from '../../mirror/write-rows.ts';
import { insertTasks } from '../../tasks/insert-tasks.ts';
import { getTask } from '../../tasks/browse-tasks.ts';
import { lockWaits, makeTestDatabase, newTask, type TestDatabase } from '../../testing/index.ts';
import type { NewDelivery } from '../../webhooks/delivery.ts';
import { insertDeliveries } from '../../webhooks/insert-deliveries.ts';
import { eventsWithoutForgotten } from '../../webhooks/without-forgotten.ts';
import { whereNamed as whereNamedIn } from '../../testing/where-named.ts';
import { newSource as source } from '../../testing/new-source.ts';
import { applyCustomerSources } from '../apply-sources.ts';
import { findCustomerByKey, listCustomers } from '../browse-customers.ts';
import type { CustomerSource } from '../customer-source.ts';
import { forgetPerson, previewForgetting } from './forget-person.ts';
import type { PrivacyHandler } from './privacy-handler.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());

const EMAIL = 'zelda.quist@forget.test';

const apply = (sources: readonly CustomerSource[]) =>
  database.db.withTenant(database.tenantId, (tx) => applyCustomerSources(tx, database.tenantId, sources));
const forget = (request: { node?: string; email?: string }, more: readonly PrivacyHandler[] = []) =>
  database.db.withTenant(database.tenantId, (tx) => forgetPerson(tx, database.tenantId, request, more));

const whereNamed = (text: string): Promise<readonly string[]> => whereNamedIn(database, text);

const contact = source('contact', '1', { name: 'Zelda Quist', email: EMAIL, phone: '+46 8 123 456' });
const payer = source('customer', 'cus_1', { name: 'Z. Quist', email: EMAIL.toUpperCase(), currency: 'eur' });
const bystander = source('contact', '2', { name: 'Otto Quist', email: 'otto@forget.test' });

const waiting = newTask('', {});
const done = newTask('', {});

const fill = async (): Promise<void> => {
  const { engine } = database.db;
  const { tenantId } = database;
  await apply([
    contact,
    payer,
    bystander,
    source('company', '9', { name: 'Forget AB', domain: 'forget.test' }),
    source('invoice', 'in_1', { currency: 'eur', amountDueMinor: 100 }, { keys: ['stripe:customer:cus_1'] }),
    source('contact', '3', { name: 'Zelda Quist', email: 'z@forget.test' }),
  ]);
  await apply([{ ...contact, fields: { ...contact.fields, lifecycleStage: 'customer' }, version: 2 }]);
  await insertTasks(engine, [
    { ...waiting, tenantId, payload: { email: EMAIL }, key: `mail:${EMAIL}`, delayMs: 600_000 },
    { ...done, tenantId, payload: { contactId: '1' } },
  ]);
  await sql`update agent_tasks set status = 'failed', result = ${JSON.stringify({ sentTo: EMAIL })}::jsonb,
    error = ${JSON.stringify({ code: 'internal', message: `no such mailbox ${EMAIL}`, details: {} })}::jsonb
    where id = ${done.id}`.execute(engine);
  await sql`insert into agent_events (id, tenant_id, agent, type, data)
    values (${newId()}, ${tenantId}, 'sales', 'mail.sent', ${JSON.stringify({ to: EMAIL })}::jsonb)`.execute(
    engine,
  );
  await sql`insert into agent_steps (tenant_id, task_id, name, result, attempt)
    values (${tenantId}, ${done.id}, 's', ${JSON.stringify({ to: EMAIL })}::jsonb, 1)`.execute(engine);
  await sql`insert into agent_state (tenant_id, agent, key, value)
    values (${tenantId}, 'sales', 'last', ${JSON.stringify(EMAIL)}::jsonb)`.execute(engine);
  await sql`insert into knowledge_base (id, tenant_id, source, external_id, title, content)
    values (${newId()}, ${tenantId}, 'notion', 'p1', 'Notes', ${`Call with Zelda Quist, ${EMAIL}`}),
      (${newId()}, ${tenantId}, 'notion', 'p2', 'Playbook', 'Nobody in particular')`.execute(engine);
  await insertLogs(engine, [
    { timestamp: new Date(), level: 'error', message: 'x', agentId: null, tenantId, context: { to: EMAIL } },
  ]);
};

const mirrored = (externalId: string, payload: object, version = 1) => ({
  externalId,
  payload: JSON.stringify(payload),
  contentHash: hash('sha1', JSON.stringify(payload)),
  version,
  deleteReason: null,
});

const DEAL = { id: '7', name: `Seats for Zelda Quist (${EMAIL.toUpperCase()})`, amount: 5 };

const mirror = (objectType: string, ...rows: readonly ReturnType<typeof mirrored>[]) =>
  database.db.withTenant(database.tenantId, (tx) =>
    writeRows(
      tx,
      { tenantId: database.tenantId, connectionId: NO_CONNECTION, system: 'hubspot', objectType },
      rows,
      { observedAt: new Date(), writtenBy: null, revives: true, resolves: true },
    ),
  );

const fillMirror = async (): Promise<void> => {
  await mirror(
    'contact',
    mirrored('1', { id: '1', email: EMAIL }),
    mirrored('2', { id: '2', email: 'otto' }),
  );
  await mirror('deal', mirrored('7', DEAL));
  await sql`insert into sync_quarantine (tenant_id, system, stream, object_type, external_id, why, details)
    values (${database.tenantId}, 'hubspot', 'contacts', 'contact', '1', 'x', '{}'),
      (${database.tenantId}, 'hubspot', 'deals', 'deal', '8', 'x', ${JSON.stringify({ of: EMAIL })}::jsonb),
      (${database.tenantId}, 'hubspot', 'deals', 'deal', '9', 'x', '{}')`.execute(database.db.engine);
};

const mirrorNow = async (): Promise<unknown[]> => {
  const { rows } = await sql`
    select object_type || ' ' || external_id as object, payload, delete_reason as gone from source_records
    order by 1`.execute(database.db.engine);
  return rows;
};

const event = (key: string, id: string, payload: Json): NewDelivery => ({
  id: newId(),
  tenantId: database.tenantId,
  connectionId: NO_CONNECTION,
  vendor: 'hubspot',
  key,
  type: 'contact.propertyChange',
  objects: [{ type: 'contact', id }],
  occurredAt: new Date(),
  apiVersion: null,
  status: 'received',
  reason: null,
  payload,
});

describe('a person who is forgotten', () => {
  test('is in no column of the database any more, and others are as before', async () => {
    await fill();
    await fillMirror();
    const before = await whereNamed(EMAIL);
    expect(before).toEqual(
      expect.arrayContaining([
        'agent_events.data',
        'agent_state.value',
        'agent_steps.result',
        'agent_task_keys.key',
        'agent_tasks.error',
        'agent_tasks.payload',
        'customer_cache.email',
        'customer_sources.fields',
        'identity_edges.b',
        'knowledge_base.content',
        'logs.context',
        'source_records.payload',
        'sync_quarantine.details',
      ]),
    );
    const asked: string[] = [];
    const own: PrivacyHandler = {
      place: 'elsewhere',
      forget: async (_tx, person) => {
        asked.push(...person.emails);
        return { rows: 3, jobs: [{ agent: 'billing', taskId: 'x' }] };
      },
    };
    const forgotten = await forget({ email: EMAIL }, [own]);
    expect(await whereNamed(EMAIL)).toEqual([]);
    expect(await whereNamed('zelda')).toEqual([
      'customer_cache.name',
      'customer_cache.provenance',
      'customer_cache.search',
      'customer_sources.fields',
      'customer_words.word',
      'identity_edges.b',
    ]);
    expect(asked).toEqual([EMAIL]);
    expect(forgotten.rows).toMatchObject({
      customer_cache: 1,
      agent_tasks: 2,
      logs: 1,
      knowledge_base: 1,
      source_records: 2,
      sync_quarantine: 2,
      elsewhere: 3,
    });
    expect(forgotten.jobs.map(({ taskId }) => taskId).toSorted()).toEqual(
      [waiting.id, done.id, 'x'].toSorted(),
    );
    const task = await database.db.withTenant(database.tenantId, (tx) => getTask(tx, waiting.id));
    expect(task).toMatchObject({ status: 'cancelled', payload: { forgotten: true } });
    const left = await database.db.withTenant(database.tenantId, (tx) => listCustomers(tx, { limit: 10 }));
    expect(left.map(({ name }) => name ?? '').toSorted()).toEqual(['Forget AB', 'Otto Quist', 'Zelda Quist']);
    // What the company owes it still owes.
    expect(left.find(({ kind }) => kind === 'account')).toMatchObject({
      receivable: { eur: 100 },
      billingEmail: null,
    });
  });

  test('does not come back with a late webhook or the next sync, by address or by id', async () => {
    const late = await apply([
      { ...contact, version: 99 },
      source('customer', 'cus_1', { name: 'Z', email: 'other@forget.test' }, { version: 99 }),
      source('contact', '77', { name: 'Zelda again' }, { keys: [`email:${EMAIL}`] }),
      source('contact', '78', { name: 'Somebody else', email: 'else@forget.test' }),
    ]);
    expect(late).toEqual({ applied: 1, stale: 0, suppressed: 3 });
    expect(await whereNamed(EMAIL)).toEqual([]);
    const found = await database.db.withTenant(database.tenantId, (tx) =>
      findCustomerByKey(tx, 'hubspot:contact:1'),
    );
    expect(found).toBeUndefined();
  });

  test('is not brought back into the mirror by what says the same again', async () => {
    await mirror('contact', mirrored('1', { id: '1', email: EMAIL, again: true }, 99));
    await mirror('deal', mirrored('7', DEAL, 99));
    expect(await mirrorNow()).toEqual([
      { object: 'contact 2', payload: { id: '2', email: 'otto' }, gone: null },
      { object: expect.stringMatching(/^contact forgotten-[0-9a-f]{24}$/u), payload: {}, gone: 'privacy' },
      { object: 'deal 7', payload: { ...DEAL, name: 'Seats for [erased] ([erased])' }, gone: null },
    ]);
  });

  test('stays out of the mirror when an object that named them changes, or another one begins to', async () => {
    await mirror('deal', mirrored('7', { ...DEAL, amount: 6 }, 100));
    await mirror('note', mirrored('12', { id: '12', body: `Wrote to\n${EMAIL}.`, by: { [EMAIL]: 1 } }));
    await mirror(
      'contact',
      mirrored('13', { id: '13', email: ` ${EMAIL.toUpperCase()} `, phone: '+46 8 123' }),
    );
    await mirror(
      'contact',
      mirrored('14', { id: '14', email: 'new@forget.test', additionalEmails: [EMAIL] }),
    );
    await mirror('contact', mirrored('15', { id: '15', email: 'other@forget.test' }));
    expect(await whereNamed(EMAIL)).toEqual([]);
    expect(await mirrorNow()).toEqual(
      expect.arrayContaining([
        {
          object: 'deal 7',
          payload: { ...DEAL, name: 'Seats for Zelda Quist ([erased])', amount: 6 },
          gone: null,
        },
        {
          object: 'note 12',
          payload: { id: '12', body: 'Wrote to\n[erased].', by: { '[erased]': 1 } },
          gone: null,
        },
        { object: 'contact 13', payload: {}, gone: 'deleted' },
        { object: 'contact 14', payload: {}, gone: 'deleted' },
        { object: 'contact 15', payload: { id: '15', email: 'other@forget.test' }, gone: null },
      ]),
    );
  });

  test('leaves an object to whoever has it next, and is written no second time', async () => {
    const other = { id: '13', email: 'heir@forget.test' };
    await mirror('contact', mirrored('13', other, 2));
    expect(await mirrorNow()).toContainEqual({ object: 'contact 13', payload: other, gone: null });
    const note = mirrored('12', { id: '12', body: `Wrote to\n${EMAIL}.`, by: { [EMAIL]: 1 } }, 2);
    expect(await mirror('note', note)).toEqual({ inserted: 0, updated: 0 });
  });

  test('is in no event that comes about them or names them', async () => {
    const events = [
      event('a', '1', { propertyName: 'firstname', propertyValue: 'Zelda' }),
      event('b', '2', { propertyName: 'boss', propertyValue: `Ask ${EMAIL}` }),
      event('c', '2', { propertyName: 'boss', propertyValue: 'Ask nobody' }),
    ].map((one) => ({ ...one, taskId: null }));
    await database.db.engine
      .transaction()
      .execute(async (tx) => insertDeliveries(tx, await eventsWithoutForgotten(tx, events)));
    const { rows } = await sql<{ payload: unknown }>`
      select payload from webhook_deliveries where id = any(${events.map(({ id }) => id)}::uuid[]) order by id`.execute(
      database.db.engine,
    );
    expect(rows.map(({ payload }) => payload)).toEqual([
      {},
      { propertyName: 'boss', propertyValue: 'Ask [erased]' },
      { propertyName: 'boss', propertyValue: 'Ask nobody' },
    ]);
  });

  test('is in no event that comes while they are being forgotten', async () => {
    const kept = await database.db.withTenant(database.tenantId, async (forgetting) => {
      await forgetPerson(forgetting, database.tenantId, { email: 'now@forget.test' });
      const told = { propertyName: 'boss', propertyValue: 'now@forget.test' };
      return database.db.engine
        .transaction()
        .execute((tx) => eventsWithoutForgotten(tx, [event('d', '2', told)]));
    });
    expect(kept).toMatchObject([{ payload: {}, status: 'received', objects: [{ id: '2' }] }]);
  });

  test('is found by whoever writes while they are being forgotten', async () => {
    const email = 'meanwhile@forget.test';
    const [written, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const writing = database.db.withTenant(database.tenantId, async (tx) => {
      const place = { tenantId: database.tenantId, connectionId: NO_CONNECTION, system: 'hubspot' } as const;
      const terms = { observedAt: new Date(), writtenBy: null, revives: true, resolves: true };
      await writeRows(tx, { ...place, objectType: 'note' }, [mirrored('20', { body: email })], terms);
      written.resolve();
      await go.promise;
    });
    await written.promise;
    const forgetting = forget({ email });
    await lockWaits(database, 1);
    go.resolve();
    await Promise.all([writing, forgetting]);
    expect(await whereNamed(email)).toEqual([]);
  });

  test('can be looked at before they are, which changes nothing', async () => {
    const who = await database.db.withTenant(database.tenantId, (tx) =>
      previewForgetting(tx, database.tenantId, { node: 'hubspot:contact:2' }),
    );
    expect(who).toEqual({ customerIds: [expect.any(String)], objects: { hubspot: 1 } });
    const nobody = await database.db.withTenant(database.tenantId, (tx) =>
      previewForgetting(tx, database.tenantId, { email: 'nobody@forget.test' }),
    );
    expect(nobody).toEqual({ customerIds: [], objects: {} });
  });

  test('can be forgotten again, and before anybody has seen them', async () => {
    expect(await forget({ node: 'hubspot:contact:1' })).toMatchObject({ jobs: [], customerIds: [] });
    await forget({ email: 'never@forget.test', node: 'hubspot:contact:500' });
    const late = await apply([
      source('contact', '500', { name: 'By id' }),
      source('contact', '501', { email: 'Never@Forget.test' }),
    ]);
    expect(late).toEqual({ applied: 0, stale: 0, suppressed: 2 });
    await expect(forget({})).rejects.toMatchObject({ name: 'NotFoundError' });
  });
});
