import '@sherpa/devstack/vitest';
import { BaseAgent, startRunner, type Handlers, type Runner } from '@sherpa/agent-kit';
import { makeRecordedLog, waitUntil } from '@sherpa/agent-kit/testing';
import { defineContract, idFrom, newId, type Contract } from '@sherpa/core';
import { applyCustomerSources, NO_CONNECTION, writeRows, type Database } from '@sherpa/db';
import { makeTestVault } from '@sherpa/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { refreshers } from './testing/refreshers.ts';
import { signWebhook } from './testing/sign-webhook.ts';
import { PUBLIC_URL, startTestGateway, type TestGateway } from './testing/test-gateway.ts';
import { toBody } from './testing/vendor-events.ts';
import { makeConnections, SECRET } from './testing/webhook-ground.ts';

const customerFact = z.strictObject({ customerId: z.string() });

const sales = defineContract({
  agent: 'sales',
  description: 'Follows up.',
  tasks: {
    'task.upsert': {
      description: 'Writes a task for an owner.',
      payload: customerFact,
      result: z.object({ id: z.string() }),
    },
  },
  messages: { 'customer.changed': { description: 'A customer has changed.', payload: customerFact } },
  events: {},
  state: {},
});

const billing = defineContract({
  agent: 'billing',
  description: 'Reads.',
  tasks: {
    'objects.refresh': {
      description: 'Asks for objects as they are now.',
      payload: z.object({ objects: z.array(z.object({ type: z.string(), id: z.string() })) }),
      result: z.object({ customerId: z.string() }),
    },
  },
  messages: {},
  events: {},
  state: {},
});

/** Writes an object into the mirror as that task. */
const keep = (
  db: Pick<Database, 'withTenant'>,
  tenantId: string,
  { objectType, externalId, taskId }: { objectType: string; externalId: string; taskId: string },
) => {
  const place = { tenantId, connectionId: NO_CONNECTION, system: 'stripe', objectType } as const;
  const row = { externalId, payload: '{}', contentHash: 'h', version: 1, deleteReason: null };
  const terms = { observedAt: new Date(), writtenBy: taskId, revives: true, resolves: false };
  return db.withTenant(tenantId, (tx) => writeRows(tx, place, [row], terms));
};

/** Keeps what it read, as a refresh does, and tells of it. */
class Billing extends BaseAgent<typeof billing> {
  readonly contract = billing;
  protected readonly handlers: Handlers<typeof billing> = {
    'objects.refresh': async (ctx) => {
      const { id: taskId, tenantId } = ctx.task;
      const customerId = ctx.task.payload.objects[0]?.id ?? '';
      await keep(gateway.db, tenantId, { objectType: 'customer', externalId: customerId, taskId });
      ctx.send(sales, 'customer.changed', { customerId });
      return { customerId };
    },
  };
}

class Sales extends BaseAgent<typeof sales> {
  readonly contract = sales;
  protected readonly handlers: Handlers<typeof sales> = {
    'customer.changed': async (ctx) => {
      const { customerId } = ctx.task.payload;
      const { approved } = await ctx.approval('follow-up', { title: 'Shall we?' });
      if (approved) ctx.enqueue(sales, 'task.upsert', { customerId });
    },
    'task.upsert': (ctx) =>
      ctx.effect('task', {
        vendor: 'hubspot',
        key: `changed:${ctx.task.payload.customerId}`,
        intent: { operation: 'tasks.upsert' },
        perform: async () => ({ id: '123' }),
      }),
  };
}

let gateway: TestGateway;
let webhookId: string;
const runners: Runner[] = [];

const start = async <C extends Contract>(agent: BaseAgent<C>): Promise<void> => {
  const { db, queue, tenantId } = gateway;
  const defaultTenant = { id: tenantId, slug: 'default' };
  const parts = { db, queue, defaultTenant, log: makeRecordedLog(), concurrency: 2, leaseMs: 5_000 };
  runners.push(await startRunner({ agent, ...parts }));
};

/** A webhook is signed and sent, an agent asks for the object and tells another, a person agrees, a task is written. */
beforeAll(async () => {
  const others = refreshers.filter(({ agent }) => agent === 'knowledge');
  gateway = await startTestGateway(undefined, (deps) => deps, [sales, billing, ...others]);
  const { client, db, tenantId, url } = gateway;
  await start(new Billing());
  await start(new Sales());
  const connection = (await makeConnections(db, makeTestVault(), tenantId)).stripe;
  const body = toBody('stripe', [{ n: 1, objectId: '7' }]);
  const signed = { vendor: 'stripe', url: `${PUBLIC_URL}/webhooks/${connection}`, body } as const;
  const headers = signWebhook({ ...signed, secret: SECRET, sentAt: new Date() });
  await fetch(new URL(`/webhooks/${connection}`, url), { method: 'POST', body, headers });
  webhookId = (await client.webhooks.list({})).webhooks[0]?.id ?? '';
  const approval = await waitUntil(
    'the question',
    async () => (await client.approvals.list({ status: 'pending' })).approvals[0],
  );
  await client.approvals.approve(approval.id, { by: 'ada' });
  await waitUntil('the write', async () => {
    const { tasks } = await client.tasks.list({ type: 'task.upsert', status: 'completed' });
    return tasks[0];
  });
});
afterAll(async () => {
  for (const runner of runners) await runner.stop({ deadlineMs: 1_000 });
  await gateway.stop();
});

const chain = [
  { agent: 'billing', type: 'objects.refresh', how: 'first', webhooks: [{ type: 'customer.updated' }] },
  {
    agent: 'sales',
    type: 'customer.changed',
    how: 'message',
    decisions: [{ kind: 'approval', name: 'approval: follow-up', status: 'approved', by: 'ada' }],
  },
  {
    agent: 'sales',
    type: 'task.upsert',
    how: 'task',
    status: 'completed',
    attempts: 1,
    effects: [{ operation: 'tasks.upsert', status: 'performed', objectId: '123' }],
  },
];

describe('why', () => {
  test('a write happened goes from the vendor’s webhook over messages and decisions to the call', async () => {
    const why = await gateway.client.why({ effect: 'changed:cus_7' });
    expect(why.origin).toEqual({ kind: 'webhook', vendor: 'stripe', type: 'customer.updated' });
    expect(why.tasks).toMatchObject(chain);
    expect(why.tasks.map(({ parentId }) => parentId)).toEqual([null, why.tasks[0]?.id, why.tasks[1]?.id]);
    expect(
      why.tasks.flatMap(({ isAsked, effects }) => [isAsked, ...effects.map((one) => one.isAsked)]),
    ).toEqual([false, false, false, true]);
    expect(why.totals).toMatchObject({ tasks: 3, effects: 1, tookMs: expect.any(Number) });
  });

  test('is the same tree from wherever it is asked, with that marked', async () => {
    const { client } = gateway;
    const [first, second, third] = (await client.why({ effect: 'changed:cus_7' })).tasks;
    const questions = [
      { question: { id: webhookId }, asked: { kind: 'webhook', taskId: first?.id } },
      { question: { id: second?.id ?? '' }, asked: { kind: 'task', taskId: second?.id } },
      { question: { effect: `${third?.id}/task` }, asked: { kind: 'effect', effect: 'task' } },
      { question: { object: 'hubspot:task:123' }, asked: { kind: 'object', taskId: third?.id } },
    ];
    for (const { question, asked } of questions) {
      const why = await client.why(question);
      expect(why).toMatchObject({ asked, tasks: chain });
    }
    const [{ webhooks } = { webhooks: [] }] = (await client.why({ id: webhookId })).tasks;
    expect(webhooks).toMatchObject([{ id: webhookId, isAsked: true }]);
  });

  test('an object is known as it is goes by the task that read it, and not into what else that did', async () => {
    const read = { object: 'stripe:customer:cus_7' };
    const why = await gateway.client.why(read);
    expect(why).toMatchObject({
      asked: { kind: 'object', source: { externalId: 'cus_7' } },
      tasks: [{ type: 'objects.refresh', isAsked: true, leftOut: { tasks: 1 } }],
    });
    expect(await gateway.client.why({ ...read, whole: true })).toMatchObject({ tasks: chain });
  });

  test('a customer’s field is what it is goes by the object that says it, and tells nothing that it says', async () => {
    const { client, db, tenantId } = gateway;
    const source = {
      system: 'stripe',
      objectType: 'customer',
      externalId: 'cus_7',
      keys: ['stripe:customer:cus_7'],
      fields: { name: 'Ada Lovelace', currency: 'eur' },
      version: 1,
      deleted: false,
    } as const;
    const subscription = {
      ...source,
      objectType: 'subscription',
      externalId: 'sub_7',
      keys: ['stripe:subscription:sub_7', 'stripe:customer:cus_7'],
      fields: { status: 'active', currency: 'eur', monthlyRevenueMinor: 100 },
    };
    await db.withTenant(tenantId, (tx) => applyCustomerSources(tx, tenantId, [source, subscription]));
    const customer = (await client.customers.list({ key: 'stripe:customer:cus_7' })).customers[0]?.id ?? '';
    const why = await client.why({ customer, field: 'Currency' });
    expect(why).toMatchObject({
      asked: {
        kind: 'field',
        field: { name: 'currency', system: 'stripe' },
        source: { objectType: 'customer', externalId: 'cus_7' },
      },
      origin: { kind: 'webhook' },
      tasks: [{ type: 'objects.refresh', isAsked: true }],
    });
    const taskId = (await client.tasks.list({ type: 'customer.changed' })).tasks[0]?.id ?? '';
    await keep(db, tenantId, { objectType: 'subscription', externalId: 'sub_7', taskId });
    expect(await client.why({ customer, field: 'monthly-revenue' })).toMatchObject({
      asked: { field: { rule: 'sum' }, source: { externalId: 'sub_7' }, taskId },
      tasks: chain.slice(0, 2),
    });
    expect(JSON.stringify(await client.why({ customer, field: 'name' }))).not.toContain('Ada');
    await expect(client.why({ customer, field: 'shoe size' })).rejects.toMatchObject({
      status: 404,
      details: { problems: [{ problem: expect.stringContaining('currency') }] },
    });
  });

  test('something of which nothing is known is refused, with what can be asked', async () => {
    const { client } = gateway;
    const ancient = idFrom(Date.UTC(2020, 1, 10), new Uint8Array(10));
    const message = 'That is of a month whose history is not kept any more, or was never there.';
    await expect(client.why({ id: ancient })).rejects.toMatchObject({ status: 404, message });
    // The other one is of no time that Sherpa knows.
    for (const id of [newId(), 'ffffffff-ffff-4fff-8fff-ffffffffffff'])
      await expect(client.why({ id })).rejects.toMatchObject({
        status: 404,
        message: 'Nothing of that name is known here. What can be asked for:',
        details: { problems: expect.arrayContaining([{ field: 'an object', problem: expect.any(String) }]) },
      });
    for (const question of [{ effect: 'x' }, { object: 'hubspot:task:7' }])
      await expect(client.why(question)).rejects.toMatchObject({ status: 404 });
    const both = await gateway.ask(`/api/why?id=${newId()}&effect=x`);
    expect([both.status, (await gateway.ask('/api/why')).status]).toEqual([400, 400]);
  });
});
