import '@sherpa/devstack/vitest';
import { newId } from '@sherpa/core';
import { pauseWorkflow, resumeWorkflow } from '@sherpa/db';
import { sql } from '@sherpa/db/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { readCreations } from '../../../testing/sandbox-vendors.ts';
import { startFleet, type Fleet } from '../../../testing/start-fleet.ts';
import { dunning } from './definition.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({
    postgresUrl: inject('postgresUrl'),
    agents: ['billing', 'sales', 'knowledge'],
    contacts: 100,
  });
  await fleet.set('company', { newsSince: new Date().toISOString() });
  await fleet.run('knowledge', 'data-sources.sync');
  for (const type of ['contacts.sync', 'companies.sync']) await fleet.run('sales', type);
  for (const type of ['customers.sync']) await fleet.run('billing', type);
  await fleet.idle();
});
afterAll(() => fleet.stop());

const failedSchema = z.object({ subscription: z.string(), customer: z.string(), invoice: z.string() });

const fail = async (subscription?: string): Promise<z.output<typeof failedSchema>> => {
  const failed = failedSchema.parse(
    await fleet.vendors.control(
      'POST',
      'stripe/fail-payment',
      subscription === undefined ? {} : { subscription },
    ),
  );
  await fleet.refresh('billing', [{ type: 'invoice', id: failed.invoice }]);
  return failed;
};

const caseOf = async (key: string) => (await fleet.cases('dunning')).find((one) => one.key === key);

/** The subscription of a payer of whom HubSpot knows nobody. */
const subscriptionOfNobody = async (): Promise<string> => {
  const { rows } = await sql<{ id: string }>`
    select r.external_id as id from source_records r join customer_cache c
      on r.payload ->> 'customerId' = any(c.stripe_customer_ids)
    where r.object_type = 'subscription' and r.payload ->> 'status' = 'active'
    group by r.external_id having bool_and(c.hubspot_contact_id is null and c.hubspot_company_id is null)
    order by 1 limit 1`.execute(fleet.db.engine);
  return rows[0]?.id ?? '';
};

const madeFor = async (key: string) => {
  const { hubspotTask = '', notionPage = '' } = (await caseOf(key))?.refs ?? {};
  const { hubspot, notion } = fleet.vendors.clients;
  const page = await notion.getPage(notionPage);
  return {
    task: await hubspot.tasks.get(hubspotTask),
    columns: Object.fromEntries(
      Object.entries(page?.properties ?? {}).map(([name, { value }]) => [name, value]),
    ),
  };
};

describe('dunning', () => {
  let failed: Awaited<ReturnType<typeof fail>>;
  beforeAll(async () => {
    failed = await fail();
  });

  test('a payment that fails gives the owner a task and the operations a page', async () => {
    const { invoice } = failed;
    expect(await caseOf(invoice)).toMatchObject({ status: 'open', subject: { invoice } });
    const { task, columns } = await madeFor(invoice);
    expect(task).toMatchObject({
      key: `dunning:${invoice}`,
      subject: expect.stringMatching(/^Payment failed: ./u),
      ownerId: expect.stringMatching(/^\d+$/u),
      body: expect.stringMatching(/ are open after 1 try\. The bank says: /u),
    });
    expect(task?.status).not.toBe('COMPLETED');
    expect(columns).toMatchObject({
      Kind: 'Payment failed',
      Status: 'Open',
      Amount: expect.stringMatching(/^[\d,.]+ [A-Z]{3}$/u),
    });
  });

  test('a second failure of the same invoice brings the same task and page up to date', async () => {
    const before = await madeFor(failed.invoice);
    await fleet.vendors.control('POST', 'stripe/card', {
      customer: failed.customer,
      declineCode: 'insufficient_funds',
    });
    await fleet.vendors.control('POST', 'stripe/retry', { invoice: failed.invoice });
    await fleet.refresh('billing', [{ type: 'invoice', id: failed.invoice }]);
    const after = await madeFor(failed.invoice);
    expect(after.task?.id).toBe(before.task?.id);
    expect(after.task?.body).toContain('after 2 tries');
  });

  test('the task is completed, the page done and the case closed when it is paid', async () => {
    await fleet.vendors.control('POST', 'stripe/recover', { subscription: failed.subscription });
    await fleet.refresh('billing', [{ type: 'invoice', id: failed.invoice }]);
    expect(await caseOf(failed.invoice)).toMatchObject({ status: 'closed', reason: 'paid' });
    const { task, columns } = await madeFor(failed.invoice);
    expect(task?.status).toBe('COMPLETED');
    expect(columns).toMatchObject({ Status: 'Done', Outcome: 'paid' });
  });

  test('where HubSpot knows nobody who pays it is left to people, and nothing is made', async () => {
    const { invoice } = await fail(await subscriptionOfNobody());
    expect(await caseOf(invoice)).toMatchObject({
      status: 'held',
      reason: 'Nobody at HubSpot belongs to this payer.',
      refs: {},
    });
  });

  test('a dry run lists what would be made', async () => {
    const { invoice } = await fail();
    const payload = { connectionId: newId(), invoiceId: invoice };
    const { result } = await fleet.dryRun('billing', 'invoice.failing', payload);
    expect(result).toMatchObject({
      tasks: [
        { agent: 'sales', type: 'task.upsert', payload: { key: `dunning:${invoice}` } },
        { agent: 'knowledge', type: 'page.upsert', payload: { key: `dunning:${invoice}` } },
      ],
      stopped: null,
    });
  });

  test('begins nothing while it is paused, and ends what it had begun', async () => {
    const begun = await fail();
    const pause = { tenantId: fleet.tenantId, workflow: 'dunning', by: 'ada' };
    await fleet.db.withTenant(fleet.tenantId, (tx) => pauseWorkflow(tx, pause));
    const { invoice } = await fail();
    expect(await caseOf(invoice)).toBeUndefined();
    await fleet.vendors.control('POST', 'stripe/recover', { subscription: begun.subscription });
    await fleet.refresh('billing', [{ type: 'invoice', id: begun.invoice }]);
    expect(await caseOf(begun.invoice)).toMatchObject({ status: 'closed', reason: 'paid' });
    await fleet.db.withTenant(fleet.tenantId, (tx) => resumeWorkflow(tx, pause, dunning.rereads));
    await fleet.run('billing', 'mirror.resolve');
    await fleet.idle();
    expect(await caseOf(invoice)).toMatchObject({ status: 'open' });
  });

  test('nothing was made twice', async () => {
    expect((await readCreations(fleet.vendors)).filter(({ creates }) => creates > 1)).toEqual([]);
  });
});
