import { AssociationSpecAssociationCategoryEnum as Category } from '@hubspot/api-client/lib/codegen/crm/associations/v4/models/AssociationSpec.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSandbox, type RunningSandbox } from '../testing/running-sandbox.ts';

let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await runSandbox({ contacts: 10 });
  await sandbox.control('POST', '/limits', { hubspot: { per10Seconds: null } });
});

afterAll(() => sandbox.close());

const v4 = () => sandbox.hubspot.crm.associations.v4;

const makeDeal = async (): Promise<string> =>
  (await sandbox.hubspot.crm.deals.basicApi.create({ properties: { dealname: 'A deal' } })).id;

const labelsOf = async (dealId: string, toType: string) =>
  (await v4().basicApi.getPage('deals', dealId, toType)).results.map((link) =>
    link.associationTypes.map(({ typeId, label }) => [typeId, label ?? null]),
  );

test('the first company of a deal is its primary one', async () => {
  const deal = await makeDeal();
  await v4().basicApi.createDefault('deals', deal, 'companies', '500001');
  await v4().basicApi.createDefault('deals', deal, 'companies', '500002');
  expect(await labelsOf(deal, 'companies')).toEqual([
    [
      [341, null],
      [5, 'Primary'],
    ],
    [[341, null]],
  ]);
});

test('a label rests on the plain link: without it the label goes too', async () => {
  const deal = await makeDeal();
  const spec = (typeId: number, category = Category.UserDefined) => ({
    associationCategory: category,
    associationTypeId: typeId,
  });
  await v4().basicApi.create('deals', deal, 'contacts', '100001', [spec(103)]);
  expect(await labelsOf(deal, 'contacts')).toEqual([
    [
      [3, null],
      [103, 'Decision maker'],
    ],
  ]);
  const input = (typeId: number) => ({
    inputs: [{ _from: { id: deal }, to: { id: '100001' }, types: [spec(typeId)] }],
  });
  await v4().batchApi.archiveLabels('deals', 'contacts', input(103));
  expect(await labelsOf(deal, 'contacts')).toEqual([[[3, null]]]);
  await v4().basicApi.create('deals', deal, 'contacts', '100001', [spec(103)]);
  await v4().batchApi.archiveLabels('deals', 'contacts', input(3));
  expect(await labelsOf(deal, 'contacts')).toEqual([]);
});

test('links are made two thousand and read a thousand at a time, 500 of one record to a page', async () => {
  const deal = await makeDeal();
  const ids: string[] = [];
  for (let batch = 0; batch < 6; batch += 1) {
    const made = await sandbox.hubspot.crm.contacts.batchApi.create({
      inputs: Array.from({ length: 100 }, () => ({ properties: {}, associations: [] })),
    });
    ids.push(...made.results.map(({ id }) => id));
  }
  const pairs = ids.map((id) => ({ _from: { id: deal }, to: { id } }));
  await v4().batchApi.createDefault('deals', 'contacts', { inputs: pairs });
  const first = await v4().batchApi.getPage('deals', 'contacts', { inputs: [{ id: deal }] });
  const [page] = first.results;
  expect(page?.to).toHaveLength(500);
  const after = page?.paging?.next?.after ?? '';
  const rest = await v4().batchApi.getPage('deals', 'contacts', { inputs: [{ id: deal, after }] });
  expect(rest.results[0]?.to).toHaveLength(100);

  const tooMany = Array.from({ length: 1_001 }, () => ({ id: deal }));
  await expect(v4().batchApi.getPage('deals', 'contacts', { inputs: tooMany })).rejects.toMatchObject({
    code: 400,
  });
  const pair = { _from: { id: deal }, to: { id: '100001' } };
  const tooManyPairs = Array.from({ length: 2_001 }, () => pair);
  await expect(
    v4().batchApi.createDefault('deals', 'contacts', { inputs: tooManyPairs }),
  ).rejects.toMatchObject({ code: 400 });
});

test('a batch of links makes what it can and reports the rest', async () => {
  const deal = await makeDeal();
  const type = { associationCategory: Category.HubspotDefined, associationTypeId: 3 };
  const answer = await v4().batchApi.create('deals', 'contacts', {
    inputs: [
      { _from: { id: deal }, to: { id: '100001' }, types: [type] },
      { _from: { id: deal }, to: { id: '9' }, types: [type] },
    ],
  });
  expect(answer).toMatchObject({ results: [{ toObjectId: '100001' }], numErrors: 1 });
});

test('links to what is archived are not shown, and are there again when it is restored', async () => {
  const deal = await makeDeal();
  const { id } = await sandbox.hubspot.crm.contacts.basicApi.create({ properties: {} });
  await v4().basicApi.createDefault('deals', deal, 'contacts', id);
  await sandbox.hubspot.crm.contacts.basicApi.archive(id);
  expect(await labelsOf(deal, 'contacts')).toEqual([]);
  await sandbox.control('POST', `/hubspot/contacts/${id}`, { restore: true });
  expect(await labelsOf(deal, 'contacts')).toHaveLength(1);
});
