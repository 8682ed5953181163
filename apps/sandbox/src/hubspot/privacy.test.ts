import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSandbox, type RunningSandbox } from '../testing/running-sandbox.ts';

let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await runSandbox({ contacts: 10 });
});

afterAll(() => sandbox.close());

const contacts = () => sandbox.hubspot.crm.contacts;

const make = async (email: string): Promise<string> =>
  (await contacts().basicApi.create({ properties: { email } })).id;

test('an erased contact is nowhere, and its address cannot be used again', async () => {
  const id = await make('erased@test.example');
  await contacts().basicApi.purge({ objectId: id });
  await expect(contacts().basicApi.getById(id)).rejects.toMatchObject({ code: 404 });
  const archived = await contacts().basicApi.getPage(100, undefined, undefined, undefined, undefined, true);
  expect(archived.results.map((contact) => contact.id)).not.toContain(id);
  await expect(make('Erased@test.example')).rejects.toMatchObject({
    code: 400,
    body: { message: expect.stringContaining('BLOCKLISTED_EMAIL') },
  });
});

test('by address an unknown one is blocked as well', async () => {
  await contacts().basicApi.purge({ objectId: 'never@test.example', idProperty: 'email' });
  await expect(make('never@test.example')).rejects.toMatchObject({ code: 400 });
  await expect(contacts().basicApi.purge({ objectId: '1' })).rejects.toMatchObject({ code: 404 });
});

test('who was merged is erased with all that went up in the survivor', async () => {
  const [first, second] = [await make('m1@test.example'), await make('m2@test.example')];
  await contacts().basicApi.merge({ primaryObjectId: first, objectIdToMerge: second });
  await contacts().basicApi.purge({ objectId: first });
  for (const id of [first, second]) {
    await expect(contacts().basicApi.getById(id)).rejects.toMatchObject({ code: 404 });
  }
  await expect(make('m2@test.example')).rejects.toMatchObject({ code: 400 });
});
