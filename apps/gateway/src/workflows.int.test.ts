import { defineContract, defineWorkflow, newId } from '@sherpa/core';
import { holdCase, openCase } from '@sherpa/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';

const dunning = defineWorkflow({
  name: 'dunning',
  description: 'Sees to payments that failed.',
  begins: ['dunning.open', 'dunning.sweep'],
  rereads: [{ system: 'stripe', objectType: 'invoice', by: { agent: 'billing', type: 'invoices.read' } }],
  settings: z.strictObject({
    days: z.int().min(1).default(3).describe('Between one reminder and the next.'),
    owner: z.string().nullable().default(null),
  }),
});

const contract = defineContract({
  agent: 'billing',
  description: 'Money.',
  tasks: {
    'invoices.read': {
      description: 'Reads what is marked.',
      payload: z.strictObject({}),
      result: z.strictObject({}),
    },
    'dunning.sweep': {
      description: 'Looks for payments that failed.',
      payload: z.object({}),
      result: z.object({}),
    },
  },
  messages: {
    'dunning.open': { description: 'A payment failed.', payload: z.object({ invoice: z.string() }) },
  },
  events: {},
  state: {},
  workflows: [
    dunning,
    defineWorkflow({ name: 'answers', description: 'Answers.', settings: z.strictObject({}) }),
  ],
});

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway(undefined, (deps) => deps, [contract]);
});
afterAll(() => gateway.stop());

describe('the settings of a workflow', () => {
  test('have their defaults until somebody sets them, and can have them again', async () => {
    const { client } = gateway;
    expect(await client.workflows.list()).toMatchObject([
      { name: 'answers' },
      { name: 'dunning', agent: 'billing', settings: { days: 3, owner: null }, set: {}, version: 0 },
    ]);
    await client.workflows.change('dunning', { set: { days: 5, owner: '71' }, by: 'ada' });
    const changed = await client.workflows.change('dunning', { unset: ['owner'], by: 'bob' });
    expect(changed).toMatchObject({
      settings: { days: 5, owner: null },
      set: { days: 5 },
      version: 2,
      changedBy: 'bob',
      schema: { properties: { days: { description: 'Between one reminder and the next.', minimum: 1 } } },
    });
  });

  test('are refused where they do not fit, with what is wrong', async () => {
    const change = (set: Record<string, string | number>) =>
      gateway.client.workflows.change('dunning', { set, by: 'ada' });
    await expect(change({ days: 0 })).rejects.toMatchObject({
      status: 400,
      details: { problems: [{ field: 'days' }] },
    });
    await expect(change({ dyas: 4 })).rejects.toMatchObject({ status: 400 });
    await expect(gateway.client.workflows.show('dunnnig')).rejects.toMatchObject({
      status: 404,
      message: 'There is no workflow "dunnnig"; there are answers, dunning.',
    });
    await expect(
      gateway.client.workflows.change('dunning', { unset: ['dyas'], by: 'ada' }),
    ).rejects.toMatchObject({ status: 400, details: { problems: [{ field: 'dyas' }] } });
  });
});

describe('a workflow', () => {
  test('is paused and goes on, and says since when and with what it begins', async () => {
    const { client } = gateway;
    const { version, set } = await client.workflows.show('dunning');
    const paused = await client.workflows.pause('dunning', 'ada');
    expect(paused).toMatchObject({
      begins: ['dunning.open', 'dunning.sweep'],
      changedBy: 'ada',
      version: version + 1,
      set,
    });
    expect(paused.pausedAt).not.toBeNull();
    expect((await client.workflows.pause('dunning', 'bob')).pausedAt).toBe(paused.pausedAt);
    expect(await client.workflows.resume('dunning', 'bob')).toMatchObject({ pausedAt: null, set });
    // What is open is looked at now, not when its schedule comes.
    const { tasks } = await client.tasks.list({ type: 'invoices.read' });
    expect(tasks).toMatchObject([{ agent: 'billing', status: 'pending' }]);
  });

  test('that is paused lets the schedules rest that begin it, which say so', async () => {
    const { client } = gateway;
    const made = { agent: 'billing', type: 'dunning.sweep', name: 'often', everyMs: 3_600_000 };
    const { id, pausedWorkflow } = await client.schedules.create(made);
    expect(pausedWorkflow).toBeNull();
    await client.workflows.pause('dunning', 'ada');
    const rests = { id, pausedWorkflow: 'dunning', pausedAt: null };
    expect((await client.schedules.list()).schedules).toMatchObject([rests]);
    expect(await client.schedules.show(id)).toMatchObject(rests);
    await client.workflows.resume('dunning', 'ada');
    expect((await client.schedules.list()).schedules).toMatchObject([{ id, pausedWorkflow: null }]);
    await client.schedules.delete(id);
  });

  test('that people alone begin cannot be paused', async () => {
    await expect(gateway.client.workflows.pause('answers', 'ada')).rejects.toMatchObject({
      status: 400,
      message: 'answers cannot be paused: it begins only with what people ask for.',
    });
  });
});

describe('a case', () => {
  const of = (key: string, taskId = newId()) => ({
    tenantId: gateway.tenantId,
    workflow: 'dunning',
    key,
    taskId,
    subject: { invoice: key },
  });

  test('is listed, shown, and ended by hand once', async () => {
    const { client, db, tenantId } = gateway;
    const { id } = await db.withTenant(tenantId, (tx) => openCase(tx, of('in_1')));
    expect((await client.cases.list({ status: 'live' })).cases).toMatchObject([{ id, key: 'in_1' }]);
    const end = { by: 'ada', reason: 'paid in cash' };
    expect(await client.cases.close(id, end)).toMatchObject({
      status: 'closed',
      reason: 'paid in cash (ada)',
    });
    await expect(client.cases.close(id, end)).rejects.toMatchObject({ status: 409 });
    expect(await client.cases.show(id)).toMatchObject({ status: 'closed' });
    expect((await client.cases.list({ status: 'live' })).cases).toEqual([]);
    await expect(client.cases.show(newId())).rejects.toMatchObject({ status: 404 });
  });

  test('that is held goes on with the payload of the task that held it', async () => {
    const { client, db, tenantId } = gateway;
    const held = await client.tasks.dryRun({
      agent: 'billing',
      type: 'dunning.open',
      payload: { invoice: 'in_2' },
    });
    const { id } = await db.withTenant(tenantId, (tx) => holdCase(tx, of('in_2', held.id), 'No owner.'));
    const released = await client.cases.release(id);
    expect(await client.tasks.show(released.id)).toMatchObject({
      agent: 'billing',
      type: 'dunning.open',
      payload: { invoice: 'in_2' },
      status: 'pending',
    });
    expect(await client.cases.release(id)).toMatchObject({ id: released.id, inserted: false });
    // What was released may hold it again, for which there is another time.
    await db.withTenant(tenantId, (tx) => holdCase(tx, of('in_2', released.id), 'Still no owner.'));
    expect(await client.cases.release(id)).toMatchObject({ inserted: true });
    const open = await db.withTenant(tenantId, (tx) => openCase(tx, of('in_3')));
    await expect(client.cases.release(open.id)).rejects.toMatchObject({ status: 409 });
  });
});

test('cases are counted by what they wait for, and those like one of them listed', async () => {
  const { client, db, tenantId } = gateway;
  for (const key of ['in_7', 'in_8', 'in_9']) {
    const one = { tenantId, workflow: 'dunning', key, taskId: newId(), subject: { invoice: key } };
    await db.withTenant(tenantId, (tx) => holdCase(tx, one, key === 'in_8' ? 'No payer.' : 'Two payers.'));
  }
  const { groups, nextCursor } = await client.cases.groups({ status: 'held', limit: 1 });
  expect(groups).toMatchObject([{ workflow: 'dunning', status: 'held', reason: 'Two payers.', count: 2 }]);
  const more = await client.cases.groups({ status: 'held', limit: 1, cursor: nextCursor ?? undefined });
  expect(more.groups).toMatchObject([{ reason: 'No payer.', count: 1 }]);
  const like = groups[0]?.sampleId;
  expect((await client.cases.list({ like })).cases.map(({ key }) => key)).toEqual(['in_9', 'in_7']);
  await expect(client.cases.list({ like: newId() })).rejects.toMatchObject({ status: 404 });
  await expect(client.cases.groups({ workflow: 'dunnnig' })).rejects.toMatchObject({ status: 400 });
});

test('a dry run may be one of a message, which nobody but an agent can send', async () => {
  const message = { agent: 'billing', type: 'dunning.open', payload: { invoice: 'in_4' } };
  const { id } = await gateway.client.tasks.dryRun(message);
  expect(await gateway.client.tasks.show(id)).toMatchObject({ origin: 'dry-run', status: 'pending' });
  await expect(gateway.client.tasks.enqueue([message])).rejects.toMatchObject({ status: 400 });
  await expect(gateway.client.tasks.dryRun({ ...message, payload: {} })).rejects.toMatchObject({
    status: 400,
  });
});

test('a list by a name that nobody has is refused with the names that there are, and is empty by one of those', async () => {
  const { client } = gateway;
  const refused = (field: string, problem: string) => ({
    status: 400,
    details: { problems: [{ field, problem }] },
  });
  const agent = refused('agent', '"biling" is unknown; one of: billing');
  const type = refused(
    'type',
    '"dunning.opn" is unknown; one of: dunning.open, dunning.sweep, invoices.read',
  );
  for (const { list } of [client.tasks, client.schedules, client.failures]) {
    await expect(list({ agent: 'biling' })).rejects.toMatchObject(agent);
    await expect(list({ type: 'dunning.opn' })).rejects.toMatchObject(type);
  }
  await expect(client.redrives.start({ filter: { agent: 'biling' }, dryRun: true })).rejects.toMatchObject(
    agent,
  );
  await expect(client.cases.list({ workflow: 'dunnnig' })).rejects.toMatchObject(
    refused('workflow', '"dunnnig" is unknown; one of: answers, dunning'),
  );
  await expect(client.failures.list({ code: 'odd' })).rejects.toMatchObject({ status: 400 });
  expect((await client.cases.list({ workflow: 'answers' })).cases).toEqual([]);
  expect((await client.schedules.list({ agent: 'billing' })).schedules).toEqual([]);
  expect(await client.failures.list({ agent: 'billing', type: 'dunning.open', code: 'internal' })).toEqual(
    [],
  );
});
