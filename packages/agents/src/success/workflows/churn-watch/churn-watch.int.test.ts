import '@sherpa/devstack/vitest';
import { getCustomer, payingCustomerOf, saveWorkflowSettings, type WorkflowCase } from '@sherpa/db';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { findPayers, present, readWorld, type Payer } from '../../../testing/payers.ts';
import { readCreations } from '../../../testing/sandbox-vendors.ts';
import { startFleet, type Fleet } from '../../../testing/start-fleet.ts';
import { addDays } from '../../../time/days.ts';

let fleet: Fleet;
let payer: Payer;
let stranger: Payer;
const today = new Date().toISOString().slice(0, 10);

const quiet = { silence: 0, ticket: 0, onboarding: 0, downgrade: 0 };

const change = (settings: Record<string, number>, version: number) =>
  fleet.db.withTenant(fleet.tenantId, (tx) =>
    saveWorkflowSettings(tx, {
      tenantId: fleet.tenantId,
      workflow: 'churn-watch',
      settings,
      changedBy: 'test',
      version,
    }),
  );

beforeAll(async () => {
  fleet = await startFleet({
    postgresUrl: inject('postgresUrl'),
    agents: ['billing', 'sales', 'knowledge', 'success'],
    contacts: 120,
  });
  // What the world happens to hold besides what these tests make happen does not count.
  await change(quiet, 0);
  await readWorld(fleet);
  const { known, strangers } = await findPayers(fleet);
  await sweep(today);
  const scores = await Promise.all(known.map(async (one) => (await payingCustomer(one))?.riskScore));
  payer = present(
    known.find((_one, nth) => scores[nth] === 0),
    'payer whom HubSpot knows and of whom nothing speaks for leaving',
  );
  stranger = present(strangers[0], 'payer whom HubSpot does not know');
}, 120_000);
afterAll(() => fleet.stop());

const recordSchema = z.object({ properties: z.record(z.string(), z.string().nullable()) });

const payingCustomer = ({ subscription: { customerId } }: Payer) =>
  fleet.db.withTenant(fleet.tenantId, async (tx) => {
    const id = await payingCustomerOf(tx, fleet.tenantId, customerId);
    return id === undefined ? undefined : getCustomer(tx, id);
  });

/** What HubSpot says of whoever pays: of the account, or of the contact where the payer has none. */
const pointsAtHubSpot = async (): Promise<{ points: string | null; reasons: string | null }> => {
  const customer = await payingCustomer(payer);
  const record =
    customer?.kind === 'account'
      ? `companies/${customer.hubspotCompanyId ?? ''}`
      : `contacts/${customer?.hubspotContactId ?? ''}`;
  const names = 'sherpa_churn_points,sherpa_churn_reasons';
  const { properties } = recordSchema.parse(
    await fleet.vendors.ask('hubspot', 'GET', `/crm/v3/objects/${record}?properties=${names}`),
  );
  return {
    points: properties['sherpa_churn_points'] ?? null,
    reasons: properties['sherpa_churn_reasons'] ?? null,
  };
};

const caseOf = async ({ subscription }: Payer): Promise<WorkflowCase | undefined> =>
  (await fleet.cases('churn-watch')).find(
    ({ subject }) => subject['stripeCustomer'] === subscription.customerId,
  );

const cancel = async ({ subscription: { id } }: Payer): Promise<void> => {
  await fleet.vendors.control('POST', 'stripe/cancel', { subscription: id });
  await fleet.refresh('billing', [{ type: 'subscription', id }]);
};

const failPayment = async ({ subscription: { id } }: Payer): Promise<string> => {
  const failed = await fleet.vendors.control('POST', 'stripe/fail-payment', { subscription: id });
  const { invoice } = z.object({ invoice: z.string() }).parse(failed);
  await fleet.refresh('billing', [
    { type: 'invoice', id: invoice },
    { type: 'subscription', id },
  ]);
  return invoice;
};

const sweep = async (day: string) => {
  const { result } = await fleet.run('success', 'churn.sweep', { today: day });
  await fleet.idle();
  return result;
};

let invoice: string;

describe('churn watch', () => {
  test('writes the points of whoever pays, once', async () => {
    expect(await pointsAtHubSpot()).toEqual({ points: '0', reasons: null });
    expect(await sweep(today)).toMatchObject({ changed: 0, followed: 0 });
  });

  test('hears of notice at once, and gives the owner a task from the threshold on', async () => {
    await cancel(payer);
    expect(await pointsAtHubSpot()).toEqual({ points: '40', reasons: 'Set to end with its period (40)' });
    expect(await caseOf(payer)).toBeUndefined();
    invoice = await failPayment(payer);
    const reasons = 'Set to end with its period (40); 1 failed payment in 90 days (10)';
    expect(await pointsAtHubSpot()).toEqual({ points: '50', reasons });
    const opened = present(await caseOf(payer), 'case');
    expect(opened).toMatchObject({ status: 'open', subject: { day: today } });
    const { hubspot, notion } = fleet.vendors.clients;
    expect(await hubspot.tasks.get(opened.refs['hubspotTask'] ?? '')).toMatchObject({
      key: `churn-watch:${opened.key}:${today}`,
      subject: expect.stringMatching(/^May leave: /u),
      body: `50 points speak for leaving: ${reasons}.`,
    });
    expect((await notion.getPage(opened.refs['notionPage'] ?? ''))?.properties).toMatchObject({
      Kind: { value: 'May leave' },
      Status: { value: 'Open' },
      Reason: { value: reasons },
    });
    expect(await sweep(today)).toMatchObject({ changed: 0, followed: 0 });
  });

  test('tells what it would do without doing it', async () => {
    const { key } = present(await caseOf(payer), 'case');
    await change({ ...quiet, cancelling: 60 }, 1);
    const { result } = await fleet.dryRun('success', 'churn.look', { customerId: key, today });
    expect(result).toMatchObject({
      tasks: [
        { agent: 'sales', type: 'objects.patch' },
        { agent: 'sales', type: 'task.upsert' },
        { agent: 'knowledge', type: 'page.upsert' },
      ],
      stopped: null,
    });
    await change(quiet, 2);
  });

  test('closes what it opened once little is left of it', async () => {
    const { id } = payer.subscription;
    await fleet.vendors.ask('stripe', 'POST', `/v1/subscriptions/${id}`, { cancel_at_period_end: 'false' });
    await fleet.vendors.control('POST', 'stripe/recover', { subscription: id });
    await fleet.refresh('billing', [
      { type: 'invoice', id: invoice },
      { type: 'subscription', id },
    ]);
    expect(await sweep(today)).toMatchObject({ followed: 1 });
    const closed = present(await caseOf(payer), 'case');
    expect(closed).toMatchObject({ status: 'closed', reason: 'recovered' });
    const { hubspot, notion } = fleet.vendors.clients;
    expect(await hubspot.tasks.get(closed.refs['hubspotTask'] ?? '')).toMatchObject({ status: 'COMPLETED' });
    expect((await notion.getPage(closed.refs['notionPage'] ?? ''))?.properties).toMatchObject({
      Status: { value: 'Done' },
      Outcome: { value: 'recovered' },
    });
    // Paid by hand: Stripe counts automatic tries only, so that the one is taken for the one that went well.
    expect(await pointsAtHubSpot()).toEqual({ points: '0', reasons: null });
  });

  test('leaves the owner alone for some days, then makes another task', async () => {
    const first = present(await caseOf(payer), 'case').refs['hubspotTask'];
    await cancel(payer);
    await failPayment(payer);
    expect(await caseOf(payer)).toMatchObject({ status: 'closed' });
    await sweep(addDays(today, 14));
    const again = present(await caseOf(payer), 'case');
    expect(again).toMatchObject({ status: 'open', subject: { day: addDays(today, 14) } });
    expect(again.refs['hubspotTask']).not.toBe(first);
  });

  test('holds a case where nobody at HubSpot belongs to the payer', async () => {
    await cancel(stranger);
    await failPayment(stranger);
    expect(await caseOf(stranger)).toMatchObject({
      status: 'held',
      reason: 'Nobody at HubSpot belongs to this payer.',
    });
  });
});

test('nothing was made twice', async () => {
  expect((await readCreations(fleet.vendors)).filter(({ creates }) => creates > 1)).toEqual([]);
});
