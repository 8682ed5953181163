import '@sherpa/devstack/vitest';
import { newId } from '@sherpa/core';
import { sql } from '@sherpa/db/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { readCreations } from '../../../testing/sandbox-vendors.ts';
import { startFleet, type Fleet } from '../../../testing/start-fleet.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({
    postgresUrl: inject('postgresUrl'),
    agents: ['billing', 'sales', 'knowledge'],
    contacts: 100,
  });
  await fleet.set('company', {
    timeZone: 'Europe/Berlin',
    newsSince: new Date().toISOString(),
    defaultOwnerId: '70001',
    approvers: ['head-of-billing'],
  });
  await fleet.run('knowledge', 'data-sources.sync');
  for (const type of ['contacts.sync', 'companies.sync']) await fleet.run('sales', type);
  await fleet.run('billing', 'customers.sync');
  await fleet.idle();
});
afterAll(() => fleet.stop());

const disputeSchema = z.object({
  id: z.string(),
  charge: z.string(),
  evidence_details: z.object({ due_by: z.int() }),
});

/** Succeeded charges of payers of whom HubSpot knows somebody, or nobody. */
const chargesOf = async (known: boolean): Promise<{ id: string; customerId: string }[]> => {
  const { rows } = await sql<{ payer: string; known: boolean }>`
    select p.payer, bool_or(c.hubspot_company_id is not null or c.hubspot_contact_id is not null) as known
    from customer_cache c, unnest(c.stripe_customer_ids) as p(payer) group by 1`.execute(fleet.db.engine);
  const wanted = new Set(rows.filter((row) => row.known === known).map(({ payer }) => payer));
  const charges = await fleet.vendors.clients.stripe.listCharges({ limit: 100 });
  return charges.rows.flatMap(({ id, customerId, status, disputed, refunded }) =>
    status === 'succeeded' && !disputed && !refunded && customerId !== null && wanted.has(customerId)
      ? [{ id, customerId }]
      : [],
  );
};

const refresh = (id: string): Promise<void> => fleet.refresh('billing', [{ type: 'dispute', id }]);

const dispute = async (charge: string) => {
  const opened = disputeSchema.parse(
    await fleet.vendors.control('POST', 'stripe/dispute', { charge, reason: 'fraudulent' }),
  );
  await refresh(opened.id);
  return opened;
};

const caseOf = async (key: string) => (await fleet.cases('disputes')).find((one) => one.key === key);

const madeFor = async (key: string) => {
  const { refs = {} } = (await caseOf(key)) ?? {};
  const { hubspot, notion } = fleet.vendors.clients;
  const page = await notion.getPage(refs['notionPage'] ?? '');
  return {
    task: await hubspot.tasks.get(refs['hubspotTask'] ?? '0'),
    second: await hubspot.tasks.get(refs['hubspotTaskEscalated'] ?? '0'),
    columns: Object.fromEntries(
      Object.entries(page?.properties ?? {}).map(([name, { value }]) => [name, value]),
    ),
  };
};

const dayOf = (seconds: number, daysBefore: number): string =>
  new Date((seconds - daysBefore * 86_400) * 1_000).toISOString().slice(0, 10);

describe('a dispute', () => {
  let opened: z.output<typeof disputeSchema>;
  let payer: string;
  beforeAll(async () => {
    const [charge] = await chargesOf(true);
    payer = charge?.customerId ?? '';
    opened = await dispute(charge?.id ?? '');
  });

  test('gives a task of high priority before the evidence is due, and a page with what is known', async () => {
    const { task, columns } = await madeFor(opened.id);
    expect(task).toMatchObject({
      key: `disputes:${opened.id}`,
      subject: expect.stringMatching(/^Payment disputed: ./u),
      priority: 'HIGH',
      body: expect.stringContaining(dayOf(opened.evidence_details.due_by, 0)),
    });
    const due = task?.dueAt ?? new Date(0);
    expect(due.getTime()).toBeLessThanOrEqual((opened.evidence_details.due_by - 3 * 86_400) * 1_000);
    expect(columns).toMatchObject({ Kind: 'Payment disputed', Status: 'Open', Reason: 'fraudulent' });
    const page = (await caseOf(opened.id))?.refs['notionPage'] ?? '';
    const shown = JSON.stringify(
      await fleet.vendors.ask('notion', 'GET', `/notion/v1/blocks/${page}/children`),
    );
    expect(shown).toContain('The payment');
    expect(shown).toContain('The customer');
  });

  test('shows at HubSpot that the account is disputed', async () => {
    const { rows } = await sql<{ health: string }>`
      select written ->> 'sherpa_billing_health' as health from payment_mirror
      where written ->> 'sherpa_stripe_customer' = ${payer}`.execute(fleet.db.engine);
    expect(rows).toContainEqual({ health: 'disputed' });
  });

  test('changes nothing when it is told of again', async () => {
    const before = await madeFor(opened.id);
    await fleet.vendors.ask('stripe', 'POST', `/v1/disputes/${opened.id}`, {
      submit: 'false',
      'metadata[a]': 'b',
    });
    await refresh(opened.id);
    expect((await madeFor(opened.id)).task).toEqual(before.task);
  });

  test('is escalated once, when the deadline is near', async () => {
    const due = opened.evidence_details.due_by;
    const early = await fleet.run('billing', 'disputes.sweep', { today: dayOf(due, 4) });
    expect(early.result).toEqual({ due: 0 });
    expect((await fleet.run('billing', 'disputes.sweep', { today: dayOf(due, 1) })).result).toEqual({
      due: 1,
    });
    await fleet.idle();
    expect((await fleet.run('billing', 'disputes.sweep', { today: dayOf(due, 0) })).result).toEqual({
      due: 0,
    });
    const { second, columns } = await madeFor(opened.id);
    expect(second).toMatchObject({
      ownerId: '70001',
      priority: 'HIGH',
      subject: expect.stringMatching(/^Evidence is due on /u),
      body: expect.stringContaining('head-of-billing'),
    });
    expect(columns).toMatchObject({ Reason: expect.stringContaining('escalated on') });
  });

  test('asks nobody any more while the evidence is with the bank', async () => {
    await fleet.vendors.ask('stripe', 'POST', `/v1/disputes/${opened.id}`, {
      'evidence[uncategorized_text]': 'x',
    });
    await refresh(opened.id);
    expect((await madeFor(opened.id)).task?.status).toBe('COMPLETED');
    expect(await caseOf(opened.id)).toMatchObject({ status: 'open', dueAt: null });
  });

  test('ends with the word of the bank', async () => {
    await fleet.vendors.control('POST', 'stripe/close-dispute', { dispute: opened.id, outcome: 'won' });
    await refresh(opened.id);
    expect(await caseOf(opened.id)).toMatchObject({ status: 'closed', reason: 'won' });
    const { second, columns } = await madeFor(opened.id);
    expect(second?.status).toBe('COMPLETED');
    expect(columns).toMatchObject({ Status: 'Done', Outcome: 'won' });
  });

  test('of somebody whom HubSpot does not know is left to people', async () => {
    const [charge] = await chargesOf(false);
    const { id } = await dispute(charge?.id ?? '');
    expect(await caseOf(id)).toMatchObject({ status: 'held', refs: {} });
  });

  test('tried out, lists what would be made', async () => {
    const [charge] = await chargesOf(true);
    const { id } = disputeSchema.parse(
      await fleet.vendors.control('POST', 'stripe/dispute', { charge: charge?.id ?? '' }),
    );
    const { result } = await fleet.dryRun('billing', 'dispute.open', {
      connectionId: newId(),
      disputeId: id,
    });
    expect(result).toMatchObject({
      tasks: expect.arrayContaining([
        expect.objectContaining({ type: 'history.read' }),
        expect.objectContaining({ type: 'task.upsert' }),
        expect.objectContaining({ type: 'page.upsert' }),
      ]),
      stopped: null,
    });
  });

  test('makes nothing twice', async () => {
    expect((await readCreations(fleet.vendors)).filter(({ creates }) => creates > 1)).toEqual([]);
  });
});
