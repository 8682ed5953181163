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
