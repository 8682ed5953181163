import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSandbox, type RunningSandbox } from '../testing/running-sandbox.ts';

const DAY_MS = 86_400_000;

let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await runSandbox({ contacts: 10 });
  await sandbox.control('POST', '/limits', { hubspot: { searchLagMs: 0 } });
});

afterAll(() => sandbox.close());

const contacts = () => sandbox.hubspot.crm.contacts;

const make = async (email: string): Promise<string> =>
  (await contacts().basicApi.create({ properties: { email } })).id;

const archivedIds = async (): Promise<readonly string[]> => {
  const page = await contacts().basicApi.getPage(100, undefined, undefined, undefined, undefined, true);
  return page.results.map(({ id }) => id);
};

test('archiving leaves the modified date alone and search without the row', async () => {
  const id = await make('archived@test.example');
  const before = await contacts().basicApi.getById(id);
  await contacts().basicApi.archive(id);
  const gone = await contacts().basicApi.getById(id, undefined, undefined, undefined, true);
  expect(gone.properties['lastmodifieddate']).toBe(before.properties['lastmodifieddate']);
  expect(gone.archivedAt).toBeInstanceOf(Date);
  const filter = { propertyName: 'email', operator: 'EQ', value: 'archived@test.example' };
  const found = await contacts().searchApi.doSearch(
    // The SDK's enum is an ordinary string on the wire.
    JSON.parse(JSON.stringify({ filterGroups: [{ filters: [filter] }] })),
  );
  expect(found.total).toBe(0);
});

test('what was archived can be restored for ninety days', async () => {
  const [kept, lost] = [await make('kept@test.example'), await make('lost@test.example')];
  await contacts().batchApi.archive({ inputs: [{ id: kept }, { id: lost }] });
  expect(await archivedIds()).toEqual(expect.arrayContaining([kept, lost]));
  expect(await sandbox.control('POST', `/hubspot/contacts/${kept}`, { restore: true })).toMatchObject({
    archived: false,
  });
  await expect(contacts().basicApi.getById(kept)).resolves.toMatchObject({ id: kept });
  await sandbox.control('POST', '/clock', { advanceMs: 90 * DAY_MS });
  expect(await archivedIds()).not.toContain(lost);
  expect(await sandbox.control('POST', `/hubspot/contacts/${lost}`, { restore: true })).toHaveProperty(
    'error',
  );
});

test('a batch reads archived rows when asked for them', async () => {
  const id = await make('batch@test.example');
  await contacts().basicApi.archive(id);
  const input = { inputs: [{ id }], properties: ['email'], propertiesWithHistory: [] };
  expect((await contacts().batchApi.read(input)).results).toEqual([]);
  expect((await contacts().batchApi.read(input, true)).results).toMatchObject([{ id, archived: true }]);
});
