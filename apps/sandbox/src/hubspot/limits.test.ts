import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSandbox, type RunningSandbox } from '../testing/running-sandbox.ts';

let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await runSandbox({ contacts: 10 });
});

afterAll(() => sandbox.close());

test('the burst limit answers 429 with its policy and opens again as the window moves', async () => {
  await sandbox.control('POST', '/limits', { hubspot: { per10Seconds: 2 } });
  const { basicApi } = sandbox.hubspot.crm.contacts;
  const first = await basicApi.getPageWithHttpInfo(1);
  expect(first.headers).toMatchObject({
    'x-hubspot-ratelimit-max': '2',
    'x-hubspot-ratelimit-remaining': '1',
    'x-hubspot-ratelimit-interval-milliseconds': '10000',
  });
  await basicApi.getPage(1);
  await expect(basicApi.getPage(1)).rejects.toMatchObject({
    code: 429,
    body: { errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' },
  });
  await sandbox.control('POST', '/clock', { advanceMs: 10_001 });
  await expect(basicApi.getPage(1)).resolves.toBeDefined();
});

test('search has five calls a second of its own', async () => {
  const search = () =>
    sandbox.raw('/crm/v3/objects/contacts/search', {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
  await sandbox.control('POST', '/limits', { hubspot: { searchPerSecond: 1 } });
  const [one, two] = await Promise.all([search(), search()]);
  const refused = [one, two].find((answer) => answer.status === 429)!;
  expect(await refused.json()).toMatchObject({
    message: 'You have reached your secondly limit.',
    policyName: 'SECONDLY',
  });
  expect(refused.headers.get('x-hubspot-ratelimit-max')).toBeNull();
});

test('a spent day is refused by its own policy, and says when to come back where it is told to', async () => {
  const usage = async () =>
    (await sandbox.raw('/account-info/v3/api-usage/daily/private-apps')).json() as Promise<{
      results: { currentUsage: number; usageLimit: number }[];
    }>;
  await sandbox.control('POST', '/limits', { hubspot: { per10Seconds: null, perDay: 650_000 } });
  const [before] = (await usage()).results;
  const [after] = (await usage()).results;
  expect(after?.usageLimit).toBe(650_000);
  expect((after?.currentUsage ?? 0) - (before?.currentUsage ?? 0)).toBe(1);
  await sandbox.control('POST', '/limits', { hubspot: { perDay: 1, tellsRetryAfter: true } });
  const refused = await sandbox.raw('/crm/v3/objects/contacts');
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({
    policyName: 'DAILY',
    message: 'You have reached your daily limit.',
  });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(80_000);
  await sandbox.control('POST', '/limits', { hubspot: { tellsRetryAfter: false } });
  expect((await sandbox.raw('/crm/v3/objects/contacts')).headers.get('retry-after')).toBeNull();
});
