import '@sherpa/devstack/vitest';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { readCreations } from '../../../testing/sandbox-vendors.ts';
import { startFleet, type Fleet } from '../../../testing/start-fleet.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({
    postgresUrl: inject('postgresUrl'),
    agents: ['billing', 'sales', 'knowledge'],
    contacts: 60,
  });
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

describe('dunning', () => {
  test('a payment that fails gives the owner a task and the operations a page', async () => {
    const { invoice } = await fail();
    const opened = await caseOf(invoice);
    expect(opened).toMatchObject({ status: 'open', subject: { invoice } });
    const { hubspotTask = '', notionPage = '' } = opened?.refs ?? {};
    const { hubspot, notion } = fleet.vendors.clients;
    expect(await hubspot.tasks.get(hubspotTask)).toMatchObject({
      key: `dunning:${invoice}`,
      subject: expect.stringMatching(/^Payment failed: /u),
      status: 'NOT_STARTED',
    });
    expect((await notion.getPage(notionPage))?.properties).toMatchObject({
      Kind: { value: 'Payment failed' },
      Status: { value: 'Open' },
    });
  });
});

test('nothing was made twice', async () => {
  expect((await readCreations(fleet.vendors)).filter(({ creates }) => creates > 1)).toEqual([]);
});
