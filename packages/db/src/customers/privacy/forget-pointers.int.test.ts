import '@sherpa/devstack/vitest';
import { hash } from 'node:crypto';
import { newId } from '@sherpa/core';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { NO_CONNECTION } from '../../mirror/record.ts';
import { buryObjects } from '../../mirror/bury-objects.ts';
import { writeRows } from '../../mirror/write-rows.ts';
import { insertTasks } from '../../tasks/insert-tasks.ts';
import { makeTestDatabase, newTask, type TestDatabase } from '../../testing/index.ts';
import { newSource as source } from '../../testing/new-source.ts';
import { whereNamed } from '../../testing/where-named.ts';
import { insertDeliveries } from '../../webhooks/insert-deliveries.ts';
import { eventsWithoutForgotten } from '../../webhooks/without-forgotten.ts';
import { applyCustomerSources } from '../apply-sources.ts';
import { findCustomerByKey } from '../browse-customers.ts';
import type { CustomerSource } from '../customer-source.ts';
import { forgetPerson } from './forget-person.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());

const EMAIL = 'zelda@pointers.test';
const CONTACT = '90210777';
const PAYER = 'cus_PointsAtHer';
const STAMP = new Date('2026-11-27T09:00:00Z');

const apply = (sources: readonly CustomerSource[]) =>
  database.db.withTenant(database.tenantId, (tx) => applyCustomerSources(tx, database.tenantId, sources));
const byKey = (key: string) => database.db.withTenant(database.tenantId, (tx) => findCustomerByKey(tx, key));

/** `hubspot:deal:7` as it is read. */
const mirror = (node: string, said: object, version = 1) =>
  database.db.withTenant(database.tenantId, (tx) => {
    const [vendor = '', objectType = '', id = ''] = node.split(':');
    const system = vendor === 'stripe' ? ('stripe' as const) : ('hubspot' as const);
    const payload = JSON.stringify({ ...said, version });
    const row = {
      externalId: id,
      payload,
      contentHash: hash('sha1', payload),
      version,
      deleteReason: null,
    };
    const place = { tenantId: database.tenantId, connectionId: NO_CONNECTION, system, objectType };
    return writeRows(tx, place, [row], {
      observedAt: new Date(),
      writtenBy: null,
      revives: true,
      resolves: true,
    });
  });

const deliver = (id: string, type: string, objectId: string, payload: object) =>
  database.db.engine.transaction().execute(async (tx) => {
    const vendor = type === 'invoice' ? ('stripe' as const) : ('hubspot' as const);
    const event = {
      id,
      tenantId: database.tenantId,
      connectionId: NO_CONNECTION,
      vendor,
      key: id,
      type: `${type}.changed`,
      objects: [{ type, id: objectId }],
      occurredAt: STAMP,
      apiVersion: null,
      status: 'received' as const,
      reason: null,
      payload: JSON.parse(JSON.stringify(payload)),
      taskId: null,
    };
    const kept = await eventsWithoutForgotten(tx, [event]);
    await insertDeliveries(tx, kept);
    return kept;
  });

const invoice = (id: string, due: number) =>
  source('invoice', id, { currency: 'eur', amountDueMinor: due }, { keys: [`stripe:customer:${PAYER}`] });

const done = newTask('', {});
const others = newTask('', {});

/** The person is a contact and a payer of a company, and is pointed at from everywhere. */
const fill = async (): Promise<void> => {
  const { engine } = database.db;
  const { tenantId } = database;
  await apply([
    source('company', '9', { name: 'Pointers AB', domain: 'pointers.test' }),
    source('contact', CONTACT, { name: 'Zelda Quist', email: EMAIL }),
  ]);
  // Two customers that a key makes one: the merge names their objects.
  await apply([source('customer', PAYER, { email: 'z@gmail.test', currency: 'eur' })]);
  const paying = { email: 'z@gmail.test', currency: 'eur' };
  const keys = [`hubspot:contact:${CONTACT}`, 'hubspot:company:9'];
  await apply([source('customer', PAYER, paying, { keys, version: 2 })]);
  await apply([invoice('in_1', 100)]);
  await mirror(`hubspot:contact:${CONTACT}`, { id: CONTACT, email: EMAIL });
  await mirror(`stripe:customer:${PAYER}`, { id: PAYER });
  await mirror('stripe:invoice:in_1', { id: 'in_1', customer: PAYER, total: 100 });
  await mirror('hubspot:deal:7', {
    id: '7',
    amount: CONTACT,
    contactIds: ['5', CONTACT, `1${CONTACT}`],
  });
  await deliver(newId(), 'contact', CONTACT, { objectId: Number(CONTACT) });
  await deliver(newId(), 'invoice', 'in_1', { data: { object: { customer: PAYER } } });
  const said = {
    contactId: CONTACT,
    stripeCustomerId: PAYER,
    node: `hubspot:contact:${CONTACT}`,
    objects: [{ type: 'contact', id: CONTACT }],
  };
  await insertTasks(engine, [
    { ...done, tenantId, payload: said, key: `past-due:${PAYER}` },
    { ...others, tenantId, payload: { contactId: '5', dealId: CONTACT } },
  ]);
  await sql`update agent_tasks set status = 'completed', result = ${JSON.stringify(said)}::jsonb
    where id = ${done.id}`.execute(engine);
  await sql`insert into agent_messages (id, tenant_id, from_agent, to_agent, type, payload, task_id)
    values (${newId()}, ${tenantId}, 'billing', 'sales', 'payment.past-due', ${JSON.stringify(said)}::jsonb, ${done.id})`.execute(
    engine,
  );
  await sql`insert into agent_effects (tenant_id, task_id, name, agent, vendor, key, intent, attempt, status)
    values (${tenantId}, ${done.id}, 'task', 'sales', 'hubspot', ${`k:${PAYER}`}, ${JSON.stringify(said)}::jsonb, 1, 'intended')`.execute(
    engine,
  );
};

const taskNow = async (id: string): Promise<unknown> => {
  const { rows } = await sql<{ payload: unknown }>`
    select payload from agent_tasks where id = ${id}`.execute(database.db.engine);
  return rows[0]?.payload;
};

describe('the ids of a person who is forgotten', () => {
  test('stand nowhere any more: bills and finished work point at a hash', async () => {
    await fill();
    expect(await whereNamed(database, PAYER)).toEqual(
      expect.arrayContaining([
        'agent_effects.key',
        'agent_messages.payload',
        'agent_tasks.payload',
        'customer_sources.belongs_to',
        'customer_sources.node',
        'identity_events.moved',
        'source_records.external_id',
        'source_records.payload',
        'webhook_deliveries.payload',
      ]),
    );
    const forgotten = await database.db.withTenant(database.tenantId, (tx) =>
      forgetPerson(tx, database.tenantId, { email: EMAIL }),
    );
    expect(forgotten.objects).toEqual({ hubspot: 1, stripe: 1 });
    expect(await whereNamed(database, PAYER)).toEqual([]);
    const pseudonym = expect.stringMatching(/^forgotten-[0-9a-f]{24}$/u);
    expect(await taskNow(done.id)).toEqual({
      contactId: pseudonym,
      stripeCustomerId: pseudonym,
      node: expect.stringMatching(/^hubspot:contact:forgotten-[0-9a-f]{24}$/u),
      objects: [{ type: 'contact', id: pseudonym }],
    });
  });

  test('are looked for where they are a contact’s, and a number that is something else stays', async () => {
    expect(await taskNow(others.id)).toEqual({ contactId: '5', dealId: CONTACT });
    const { rows } = await sql<{ payload: object }>`
      select payload from source_records where object_type = 'deal'`.execute(database.db.engine);
    expect(rows[0]?.payload).toEqual({
      id: '7',
      amount: CONTACT,
      contactIds: ['5', expect.stringMatching(/^forgotten-/u), `1${CONTACT}`],
      version: 1,
    });
  });

  test('leave an account what it owes, and no payer that Stripe would know', async () => {
    expect(await byKey('hubspot:company:9')).toMatchObject({
      receivable: { eur: 100 },
      stripeCustomerId: null,
      stripeCustomerIds: [],
    });
  });

  test('do not come back with a bill, a page, a deal, an event or a merge that names them', async () => {
    await apply([
      { ...invoice('in_2', 40), version: 2 },
      source('page', 'p1', { playbook: 'Gold' }, { keys: [`stripe:customer:${PAYER}`] }),
    ]);
    expect(await byKey('hubspot:company:9')).toMatchObject({ receivable: { eur: 140 } });
    await mirror('stripe:invoice:in_2', { id: 'in_2', customer: PAYER }, 2);
    await mirror(`stripe:customer:${PAYER}`, { id: PAYER }, 2);
    await mirror('hubspot:deal:7', { id: '7', contactIds: [CONTACT] }, 2);
    await database.db.withTenant(database.tenantId, (tx) =>
      buryObjects(
        tx,
        {
          tenantId: database.tenantId,
          connectionId: NO_CONNECTION,
          system: 'hubspot',
          objectType: 'contact',
        },
        [{ externalId: CONTACT, reason: 'merged', mergedInto: '5' }],
        { observedAt: new Date(), writtenBy: null },
      ),
    );
    await deliver(newId(), 'invoice', 'in_2', { data: { object: { customer: PAYER } } });
    const kept = await deliver(newId(), 'contact', CONTACT, { objectId: Number(CONTACT) });
    expect(kept).toMatchObject([{ objects: [], status: 'ignored', reason: 'privacy', payload: {} }]);
    expect(await whereNamed(database, PAYER)).toEqual([]);
    // What is left is the amount of a deal that has been replaced since, and the id of another deal.
    expect(await whereNamed(database, CONTACT)).toEqual(['agent_tasks.payload']);
  });
});
