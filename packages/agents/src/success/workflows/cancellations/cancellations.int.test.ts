import '@sherpa/devstack/vitest';
import type { WorkflowCase } from '@sherpa/db';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { findPayers, present, readWorld, type Payer } from '../../../testing/payers.ts';
import { readCreations } from '../../../testing/sandbox-vendors.ts';
import { startFleet, type Fleet } from '../../../testing/start-fleet.ts';

let fleet: Fleet;
let payer: Payer;
let stranger: Payer;

beforeAll(async () => {
  fleet = await startFleet({
    postgresUrl: inject('postgresUrl'),
    agents: ['billing', 'sales', 'knowledge', 'success'],
    contacts: 120,
  });
  await fleet.set('cancellations', {
    lifecycleStage: 'other',
    checklist: ['Close what they have access to'],
  });
  await readWorld(fleet);
  const { known, strangers } = await findPayers(fleet);
  payer = present(
    known.find(({ customer }) => customer?.hubspotContactId !== null),
    'payer with a contact',
  );
  stranger = present(strangers[0], 'payer whom HubSpot does not know');
}, 120_000);
afterAll(() => fleet.stop());

const caseOf = async (key: string): Promise<WorkflowCase | undefined> =>
  (await fleet.cases('cancellations')).find((one) => one.key === key);

const refresh = () => fleet.refresh('billing', [{ type: 'subscription', id: payer.subscription.id }]);

const cancel = async (more: object = {}, { subscription }: Payer = payer): Promise<void> => {
  await fleet.vendors.control('POST', 'stripe/cancel', { subscription: subscription.id, ...more });
  await fleet.refresh('billing', [{ type: 'subscription', id: subscription.id }]);
};

const taskOf = ({ refs }: WorkflowCase) => fleet.vendors.clients.hubspot.tasks.get(refs['hubspotTask'] ?? '');
const pageOf = async ({ refs }: WorkflowCase) =>
  (await fleet.vendors.clients.notion.getPage(refs['notionPage'] ?? ''))?.properties;

let firstTask: string | undefined;

describe('a cancellation', () => {
  test('that was known when the account was connected still calls for somebody', async () => {
    const { rows } = await fleet.vendors.clients.stripe.listSubscriptions({ limit: 100 });
    const leaving = rows.filter(({ status, cancelAtPeriodEnd }) => status === 'active' && cancelAtPeriodEnd);
    const cases = await fleet.cases('cancellations');
    expect(cases.map(({ key }) => key).toSorted()).toEqual(leaving.map(({ id }) => id).toSorted());
  });

  test('gives the owner a task to keep them, with what is known', async () => {
    await cancel({ feedback: 'too_expensive' });
    const opened = present(await caseOf(payer.subscription.id), 'case');
    expect(opened.status).toBe('open');
    expect(await taskOf(opened)).toMatchObject({
      subject: expect.stringMatching(/^Cancellation: /u),
      body: expect.stringMatching(
        /It brings [\d,.]+ [A-Z]{3} a month\. Reason: too expensive\. Churn points: \d+\./u,
      ),
    });
    expect(await pageOf(opened)).toMatchObject({
      Kind: { value: 'Cancellation' },
      Status: { value: 'Open' },
      Reason: { value: 'too expensive' },
    });
    expect((await taskOf(opened))?.status).not.toBe('COMPLETED');
    firstTask = opened.refs['hubspotTask'];
    await refresh();
    expect(await caseOf(payer.subscription.id)).toMatchObject({ refs: opened.refs });
  });

  test('that is taken back closes the task and the page', async () => {
    const path = `/v1/subscriptions/${payer.subscription.id}`;
    await fleet.vendors.ask('stripe', 'POST', path, { cancel_at_period_end: 'false' });
    await refresh();
    const closed = present(await caseOf(payer.subscription.id), 'case');
    expect(closed).toMatchObject({ status: 'closed', reason: 'saved' });
    expect(await taskOf(closed)).toMatchObject({ status: 'COMPLETED' });
    expect(await pageOf(closed)).toMatchObject({ Status: { value: 'Done' }, Outcome: { value: 'saved' } });
  });

  test('of somebody whom HubSpot does not know is held', async () => {
    await cancel({}, stranger);
    expect(await caseOf(stranger.subscription.id)).toMatchObject({
      status: 'held',
      reason: 'Nobody at HubSpot belongs to this payer.',
    });
  });

  test('can be asked what would follow of it', async () => {
    await fleet.vendors.control('POST', 'stripe/cancel', { subscription: payer.subscription.id });
    const told = (await fleet.tasks('success', 'subscription.leaving')).find(({ payload }) =>
      JSON.stringify(payload).includes(payer.subscription.id),
    );
    const { result } = await fleet.dryRun(
      'success',
      'subscription.leaving',
      present(told, 'message').payload,
    );
    expect(result).toMatchObject({
      tasks: [
        { agent: 'sales', type: 'task.upsert' },
        { agent: 'knowledge', type: 'page.upsert' },
      ],
      stopped: null,
    });
  });
});

describe('an end', () => {
  test('closes the attempt to keep them, and sees them off', async () => {
    await refresh();
    await cancel({ atPeriodEnd: false });
    const { id, customerId } = payer.subscription;
    expect(await caseOf(id)).toMatchObject({ status: 'closed', reason: 'ended' });
    const exit = present(await caseOf(`exit:${customerId}`), 'exit');
    expect(exit.status).toBe('open');
    expect(exit.refs['hubspotTask']).not.toBe(firstTask);
    expect(await taskOf(exit)).toMatchObject({ subject: expect.stringMatching(/^Offboarding: /u) });
    const { rows } = await fleet.vendors.clients.notion.listBlocks({
      parentId: exit.refs['notionPage'] ?? '',
      limit: 50,
    });
    expect(rows.map(({ type }) => type)).toEqual(['paragraph', 'heading_2', 'to_do']);
    const contact = await fleet.vendors.clients.hubspot.contacts.get(payer.customer?.hubspotContactId ?? '');
    expect(contact?.lifecycleStage).toBe('other');
  });

  test('is done when people say so in Notion', async () => {
    const { refs } = present(await caseOf(`exit:${payer.subscription.customerId}`), 'exit');
    const id = refs['notionPage'] ?? '';
    const properties = { Status: { select: { name: 'Done' } } };
    await fleet.vendors.control('POST', `notion/pages/${id}`, { properties });
    await fleet.refresh('knowledge', [{ type: 'page', id }]);
    expect(await fleet.run('success', 'exits.sweep')).toMatchObject({ result: { closed: 1 } });
    await fleet.idle();
    const closed = present(await caseOf(`exit:${payer.subscription.customerId}`), 'exit');
    expect(closed).toMatchObject({ status: 'closed', reason: 'seen off' });
    expect(await taskOf(closed)).toMatchObject({ status: 'COMPLETED' });
  });
});

test('nothing was made twice', async () => {
  expect((await readCreations(fleet.vendors)).filter(({ creates }) => creates > 1)).toEqual([]);
});
