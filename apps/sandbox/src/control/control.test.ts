import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSandbox, type RunningSandbox } from '../testing/running-sandbox.ts';

let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await runSandbox({ contacts: 50 });
});

afterAll(() => sandbox.close());

test('the state tells how much there is of everything', async () => {
  expect(await sandbox.readState()).toMatchObject({
    hubspot: { contacts: 50, companies: 10, tasks: 0 },
    stripe: { subscriptions: { past_due: 1 } },
  });
});

test('someone edits a contact: no token, no effect in the books, a newer modified date', async () => {
  const before = await sandbox.hubspot.crm.contacts.basicApi.getById('100001');
  await sandbox.control('POST', '/hubspot/contacts/100001', { properties: { phone: '42' } });
  const after = await sandbox.hubspot.crm.contacts.basicApi.getById('100001', ['phone']);
  expect(after.properties['phone']).toBe('42');
  expect(after.updatedAt.getTime()).toBeGreaterThan(before.updatedAt.getTime());
  expect((await sandbox.readBooks()).effects).toEqual([]);
});

test('the books count calls by route and outcome until they are cleared', async () => {
  await sandbox.control('DELETE', '/books');
  await sandbox.raw('/crm/v3/objects/contacts/100001');
  await sandbox.raw('/crm/v3/objects/contacts/1');
  await sandbox.raw('/v1/nothing-here');
  expect((await sandbox.readBooks()).calls).toEqual([
    {
      vendor: 'hubspot',
      method: 'GET',
      route: '/crm/v3/objects/:objectType/:objectId',
      total: 2,
      outcomes: { 200: 1, 404: 1 },
    },
    { vendor: 'stripe', method: 'GET', route: '(unknown)', total: 1, outcomes: { 404: 1 } },
  ]);
});

test('the page says what this is and how to turn it', async () => {
  const page = await (await fetch(sandbox.url)).text();
  expect(page).toContain('Sherpa sandbox');
  expect(page).toContain('/_sandbox/faults');
});

test('what does not exist answers 404, what does not fit 400', async () => {
  expect(await sandbox.control('GET', '/nothing')).toHaveProperty('error');
  expect(await sandbox.control('POST', '/clock', { advanceMs: -1 })).toMatchObject({
    problems: [{ field: 'advanceMs' }],
  });
  expect(await sandbox.control('POST', '/stripe/fail-payment', { subscription: 'sub_no' })).toMatchObject({
    error: 'There is no such subscription.',
  });
});
