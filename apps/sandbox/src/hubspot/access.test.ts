import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSandbox, type RunningSandbox } from '../testing/running-sandbox.ts';

let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await runSandbox({ contacts: 10 });
});

afterAll(() => sandbox.close());

const CONTACTS = '/crm/v3/objects/contacts';

test('a type without a scope answers 403 with the scopes it takes, the others go on', async () => {
  await sandbox.control('POST', '/hubspot/access', { forbidden: ['deals'] });
  const { deals, contacts, associations, properties } = sandbox.hubspot.crm;
  const refused = (scope: string) => ({
    code: 403,
    body: { category: 'MISSING_SCOPES', errors: [{ context: { requiredGranularScopes: [scope] } }] },
  });
  await expect(deals.basicApi.getPage(1)).rejects.toMatchObject(refused('crm.objects.deals.read'));
  await expect(deals.basicApi.create({ properties: {} })).rejects.toMatchObject(
    refused('crm.objects.deals.write'),
  );
  await expect(properties.coreApi.getAll('deals')).rejects.toMatchObject({ code: 403 });
  await expect(
    associations.v4.batchApi.getPage('contacts', 'deals', { inputs: [{ id: '100001' }] }),
  ).rejects.toMatchObject(refused('crm.objects.deals.read'));
  await expect(contacts.basicApi.getPage(1)).resolves.toBeDefined();
  await sandbox.control('POST', '/hubspot/access', { forbidden: [] });
  await expect(deals.basicApi.getPage(1)).resolves.toBeDefined();
});

test('a token that is no token gets the edge’s 530, which is not JSON', async () => {
  const answer = await sandbox.raw(CONTACTS, { headers: { authorization: 'Bearer {token}' } });
  expect(answer.status).toBe(530);
  expect(answer.headers.get('content-type')).toContain('text/html');
});

test('a URL of more than 15,000 characters is too long, for whatever it asks', async () => {
  const names = 'x'.repeat(15_000);
  for (const path of [`${CONTACTS}?properties=${names}`, `${CONTACTS}/100001?properties=${names}`]) {
    expect((await sandbox.raw(path)).status).toBe(414);
  }
});

test('the token that was rotated away says that it has expired, the new one works', async () => {
  await sandbox.control('POST', '/hubspot/access', { token: 'another' });
  const before = await sandbox.raw(CONTACTS);
  expect(before.status).toBe(401);
  expect(await before.json()).toMatchObject({ category: 'EXPIRED_AUTHENTICATION' });
  const after = await sandbox.raw(CONTACTS, { headers: { authorization: 'Bearer another' } });
  expect(after.status).toBe(200);
  await sandbox.control('POST', '/hubspot/access', { expire: true });
  expect((await sandbox.raw(CONTACTS, { headers: { authorization: 'Bearer another' } })).status).toBe(401);
});
