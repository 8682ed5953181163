import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSandbox, type RunningSandbox } from '../testing/running-sandbox.ts';

let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await runSandbox({ contacts: 20 });
  await sandbox.control('POST', '/limits', {
    hubspot: { per10Seconds: null, searchPerSecond: null, searchLagMs: 0 },
  });
});

afterAll(() => sandbox.close());

const crm = () => sandbox.hubspot.crm;

const makeContact = async (email: string, properties: Record<string, string> = {}): Promise<string> =>
  (await crm().contacts.basicApi.create({ properties: { email, ...properties } })).id;

const mergeContacts = (primaryObjectId: string, objectIdToMerge: string) =>
  crm().contacts.basicApi.merge({ primaryObjectId, objectIdToMerge });

test('two contacts become a third one that knows both ids and both addresses', async () => {
  const first = await makeContact('first@merge.example', { firstname: 'First' });
  const second = await makeContact('second@merge.example', { firstname: 'Second', phone: '2' });
  const survivor = await mergeContacts(first, second);
  expect([first, second]).not.toContain(survivor.id);
  expect(survivor.properties).toMatchObject({
    email: 'first@merge.example',
    firstname: 'First',
    phone: '2',
    hs_additional_emails: 'second@merge.example',
    hs_merged_object_ids: `${first};${second}`,
  });
  expect(survivor.properties['hs_calculated_merged_vids']).toMatch(
    new RegExp(`^${first}:\\d+;${second}:`, 'u'),
  );
});

test('the old ids lead to the survivor, the lists and the address of the other one too', async () => {
  const first = await makeContact('one@alias.example');
  const second = await makeContact('two@alias.example');
  const { id } = await mergeContacts(first, second);
  for (const old of [first, second]) {
    expect((await crm().contacts.basicApi.getById(old, ['email'])).id).toBe(id);
  }
  const byOther = await crm().contacts.basicApi.getById(
    'two@alias.example',
    ['email'],
    undefined,
    undefined,
    false,
    'email',
  );
  expect(byOther.id).toBe(id);
  const listed = (await crm().contacts.getAll(100)).map((contact) => contact.id);
  expect(listed).toContain(id);
  expect(listed).not.toContain(first);
  const archived = await crm().contacts.basicApi.getPage(
    100,
    undefined,
    undefined,
    undefined,
    undefined,
    true,
  );
  expect(archived.results.map((contact) => contact.id)).not.toContain(first);
});

test('the links go to the survivor, and an old id has none', async () => {
  const first = await makeContact('linked@merge.example', { associatedcompanyid: '500001' });
  const second = await makeContact('other@merge.example', { associatedcompanyid: '500002' });
  const { id } = await mergeContacts(first, second);
  const { basicApi } = crm().associations.v4;
  const links = await basicApi.getPage('contacts', id, 'companies');
  expect(links.results.map((link) => link.toObjectId).toSorted()).toEqual(['500001', '500002']);
  expect((await basicApi.getPage('contacts', first, 'companies')).results).toEqual([]);
});

test('a survivor that is merged again lists everyone, its calculated ids only the last two', async () => {
  const ids = await Promise.all(['a', 'b', 'c'].map((name) => makeContact(`${name}@chain.example`)));
  const [a = '', b = '', c = ''] = ids;
  const first = await mergeContacts(a, b);
  const second = await mergeContacts(first.id, c);
  expect(second.properties['hs_merged_object_ids']?.split(';')).toEqual([a, b, first.id, c]);
  expect(second.properties['hs_calculated_merged_vids']).not.toContain(`${a}:`);
  expect((await crm().contacts.basicApi.getById(a)).id).toBe(second.id);
});

test('what is gone cannot be merged, nor anything with itself, nor a note', async () => {
  const first = await makeContact('gone1@merge.example');
  const second = await makeContact('gone2@merge.example');
  await mergeContacts(first, second);
  await expect(mergeContacts(first, second)).rejects.toMatchObject({ code: 404 });
  await expect(mergeContacts('100001', '100001')).rejects.toMatchObject({ code: 400 });
  const answer = await sandbox.raw('/crm/v3/objects/notes/merge', {
    method: 'POST',
    body: JSON.stringify({ primaryObjectId: '1', objectIdToMerge: '2' }),
    headers: { 'content-type': 'application/json' },
  });
  expect(answer.status).toBe(400);
});

test('a profile has at most 250 identities', async () => {
  const names = Array.from({ length: 250 }, (_unused, index) => `identity${index}@cap.example`);
  const make = async (emails: readonly string[]) =>
    (
      await crm().contacts.batchApi.create({
        inputs: emails.map((email) => ({ properties: { email }, associations: [] })),
      })
    ).results.map(({ id }) => id);
  const ids = [...(await make(names.slice(0, 100))), ...(await make(names.slice(100, 130)))];
  let survivor = ids[0] ?? '';
  // A merge adds two identities: the one merged and the survivor that went up in the next one.
  for (const id of ids.slice(1, 126)) survivor = (await mergeContacts(survivor, id)).id;
  await expect(mergeContacts(survivor, ids[126] ?? '')).rejects.toMatchObject({ code: 400 });
}, 30_000);

test('a merged company takes its people along', async () => {
  const make = async (name: string) => (await crm().companies.basicApi.create({ properties: { name } })).id;
  const [first, second] = [await make('One'), await make('Two')];
  const person = await makeContact('person@company.example', { associatedcompanyid: first });
  const survivor = await crm().companies.basicApi.merge({
    primaryObjectId: first,
    objectIdToMerge: second,
  });
  const read = await crm().contacts.basicApi.getById(person, ['associatedcompanyid']);
  expect(read.properties['associatedcompanyid']).toBe(survivor.id);
});
