import '@sherpa/devstack/vitest';
import { toWholeUnits } from '@sherpa/core';
import type { WorkflowCase } from '@sherpa/db';
import { periodAmountMinor } from '@sherpa/integrations/stripe';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { findPayers, present, readWorld, type Payer } from '../../../testing/payers.ts';
import { readCreations } from '../../../testing/sandbox-vendors.ts';
import { startFleet, type Fleet } from '../../../testing/start-fleet.ts';
import { addDays } from '../../../time/days.ts';

let fleet: Fleet;
let payer: Payer;
let stranger: Payer;
let period: string;

const isYearly = ({ subscription: { items } }: Payer): boolean => items[0]?.interval === 'year';
const endOf = ({ subscription: { currentPeriodEnd } }: Payer): string =>
  currentPeriodEnd?.toISOString().slice(0, 10) ?? '';

beforeAll(async () => {
  fleet = await startFleet({
    postgresUrl: inject('postgresUrl'),
    agents: ['billing', 'sales', 'knowledge', 'success'],
    contacts: 120,
  });
  await readWorld(fleet);
  const { known, strangers } = await findPayers(fleet);
  payer = present(known.find(isYearly), 'known payer of years');
  stranger = present(strangers.find(isYearly), 'unknown payer of years');
  period = endOf(payer);
}, 120_000);
afterAll(() => fleet.stop());

const caseOf = async (one: Payer): Promise<WorkflowCase | undefined> =>
  (await fleet.cases('renewals')).find(({ key }) => key === `${one.subscription.id}:${endOf(one)}`);

const sweep = async (today: string) => {
  const { result } = await fleet.run('success', 'renewals.sweep', { today });
  await fleet.idle();
  return result;
};

const taskOf = ({ refs }: WorkflowCase) => fleet.vendors.clients.hubspot.tasks.get(refs['hubspotTask'] ?? '');
const pageOf = async ({ refs }: WorkflowCase) =>
  (await fleet.vendors.clients.notion.getPage(refs['notionPage'] ?? ''))?.properties;

describe('a renewal', () => {
  test('is nothing before its first reminder', async () => {
    await sweep(addDays(period, -61));
    expect(await caseOf(payer)).toBeUndefined();
  });

  test('gives a deal of the next period, a task and a page to prepare with', async () => {
    await sweep(addDays(period, -60));
    const opened = present(await caseOf(payer), 'case');
    expect(opened).toMatchObject({ status: 'open', subject: { stage: '60', period } });
    const { hubspot, notion } = fleet.vendors.clients;
    const { subscription } = payer;
    expect(await hubspot.deals.get(opened.refs['deal'] ?? '')).toMatchObject({
      amount: toWholeUnits(periodAmountMinor(subscription), subscription.currency),
      currency: subscription.currency.toUpperCase(),
      closeAt: subscription.currentPeriodEnd,
      kind: 'existingbusiness',
    });
    expect(await taskOf(opened)).toMatchObject({
      subject: expect.stringMatching(/^Renewal: /u),
      body: expect.stringContaining('in 60 days'),
      priority: 'MEDIUM',
    });
    expect(await pageOf(opened)).toMatchObject({ Kind: { value: 'Renewal' }, Status: { value: 'Open' } });
    const { rows } = await notion.listBlocks({ parentId: opened.refs['notionPage'] ?? '', limit: 50 });
    expect(rows.map(({ type }) => type)).toEqual([
      'paragraph',
      'heading_2',
      'table',
      'heading_2',
      'bulleted_list_item',
      'bulleted_list_item',
      'heading_2',
      'to_do',
      'to_do',
      'to_do',
    ]);
    expect(await sweep(addDays(period, -59))).toMatchObject({ prepared: 0 });
  });

  test('is brought up to date by the next reminder, with the same deal, task and page', async () => {
    const before = present(await caseOf(payer), 'case');
    await sweep(addDays(period, -7));
    const after = present(await caseOf(payer), 'case');
    expect(after).toMatchObject({ subject: { stage: '7' }, refs: before.refs });
    expect(await taskOf(after)).toMatchObject({
      body: expect.stringContaining('in 7 days'),
      priority: 'HIGH',
    });
  });

  test('of somebody whom HubSpot does not know is held', async () => {
    await sweep(addDays(endOf(stranger), -30));
    expect(await caseOf(stranger)).toMatchObject({
      status: 'held',
      reason: 'Nobody at HubSpot belongs to this payer.',
    });
  });

  test('can be asked what it would do', async () => {
    const task = (await fleet.tasks('success', 'renewal.prepare')).find(({ payload }) =>
      JSON.stringify(payload).includes(payer.subscription.id),
    );
    const { result } = await fleet.dryRun('success', 'renewal.prepare', present(task, 'task').payload);
    expect(result).toMatchObject({
      tasks: [
        { agent: 'sales', type: 'task.upsert' },
        { agent: 'knowledge', type: 'page.upsert' },
      ],
      stopped: null,
    });
  });

  test('closes when the next period has begun', async () => {
    const { id } = payer.subscription;
    await fleet.vendors.control('POST', 'stripe/renew', { subscription: id });
    await fleet.refresh('billing', [{ type: 'subscription', id }]);
    await sweep(addDays(period, 1));
    const closed = present(await caseOf(payer), 'case');
    expect(closed).toMatchObject({ status: 'closed', reason: 'renewed' });
    expect(await taskOf(closed)).toMatchObject({ status: 'COMPLETED' });
    expect(await pageOf(closed)).toMatchObject({ Status: { value: 'Done' }, Outcome: { value: 'renewed' } });
  });

  test('closes when notice is given', async () => {
    const { id } = stranger.subscription;
    await fleet.vendors.control('POST', 'stripe/cancel', { subscription: id });
    await fleet.refresh('billing', [{ type: 'subscription', id }]);
    await sweep(addDays(endOf(stranger), -20));
    expect(await caseOf(stranger)).toMatchObject({ status: 'closed', reason: 'set to end' });
  });
});

test('nothing was made twice', async () => {
  expect((await readCreations(fleet.vendors)).filter(({ creates }) => creates > 1)).toEqual([]);
});
