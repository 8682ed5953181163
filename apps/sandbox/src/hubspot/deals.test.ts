import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSandbox, type RunningSandbox } from '../testing/running-sandbox.ts';

let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await runSandbox({ contacts: 60 });
  await sandbox.control('POST', '/limits', {
    hubspot: { per10Seconds: null, searchPerSecond: null, searchLagMs: 0 },
  });
});

afterAll(() => sandbox.close());

test('stages say by metadata what is won, and their ids are the portal’s own', async () => {
  const { results } = await sandbox.hubspot.crm.pipelines.pipelinesApi.getAll('deals');
  expect(results.map(({ label }) => label)).toEqual(['Sales Pipeline', 'Renewals']);
  const stages = results.flatMap((pipeline) => pipeline.stages);
  const won = stages.filter(
    ({ metadata }) => metadata?.['isClosed'] === 'true' && metadata['probability'] === '1.0',
  );
  expect(won.map(({ label }) => label)).toEqual(['Closed won', 'Renewed']);
  expect(won.every(({ id }) => /^\d+$/u.test(id))).toBe(true);
  const one = await sandbox.hubspot.crm.pipelines.pipelinesApi.getById('deals', 'default');
  expect(one.stages).toHaveLength(6);
  await expect(sandbox.hubspot.crm.pipelines.pipelinesApi.getAll('contacts')).rejects.toMatchObject({
    code: 404,
  });
});

test('a deal has line items whose amounts add up to its own', async () => {
  const { deals, associations, objects } = sandbox.hubspot.crm;
  const page = await deals.basicApi.getPage(20, undefined, ['amount', 'closedate', 'dealstage']);
  const deal = page.results.find(({ properties }) => properties['amount'] !== null);
  const links = await associations.v4.basicApi.getPage('deals', deal?.id ?? '', 'line_items');
  const items = await objects.batchApi.read('line_items', {
    inputs: links.results.map(({ toObjectId }) => ({ id: toObjectId })),
    properties: ['amount', 'quantity', 'price', 'hs_product_id'],
    propertiesWithHistory: [],
  });
  const total = items.results.reduce((sum, { properties }) => sum + Number(properties['amount']), 0);
  expect(String(total)).toBe(deal?.properties['amount']);
});

test('a stage that the portal does not have is refused', async () => {
  await expect(
    sandbox.hubspot.crm.deals.basicApi.create({ properties: { dealname: 'x', dealstage: 'closedwon' } }),
  ).rejects.toMatchObject({ code: 400 });
});

test('tickets, notes and products are there, each with its required properties', async () => {
  const { objects } = sandbox.hubspot.crm;
  const counts = await Promise.all(
    ['tickets', 'notes', 'products'].map(
      async (type) => (await objects.basicApi.getPage(type, 100)).results.length,
    ),
  );
  expect(counts).toEqual([9, 12, 10]);
  await expect(objects.basicApi.create('tickets', { properties: { subject: 'x' } })).rejects.toMatchObject({
    code: 400,
  });
});

test('search takes six groups and 18 filters, and BETWEEN both of its ends', async () => {
  const search = (filterGroups: object[]) =>
    sandbox.raw('/crm/v3/objects/deals/search', {
      method: 'POST',
      body: JSON.stringify({ filterGroups }),
      headers: { 'content-type': 'application/json' },
    });
  const filter = { propertyName: 'amount', operator: 'BETWEEN', value: '1', highValue: '1000000' };
  const group = (count: number) => ({ filters: Array.from({ length: count }, () => filter) });
  const groups = (count: number, each: number) => Array.from({ length: count }, () => group(each));
  expect((await search(groups(6, 3))).status).toBe(200);
  expect((await search(groups(7, 1))).status).toBe(400);
  expect((await search([...groups(5, 3), group(4)])).status).toBe(400);
  const half = { propertyName: 'amount', operator: 'BETWEEN', value: '1' };
  expect((await search([{ filters: [half] }])).status).toBe(400);
  const found = await (await search(groups(1, 1))).json();
  expect(found).toMatchObject({ total: expect.any(Number) });
});
