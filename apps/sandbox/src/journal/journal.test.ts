import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runSandbox, type RunningSandbox } from '../testing/running-sandbox.ts';
import { DAY_MS } from '../world/moments.ts';

vi.setConfig({ testTimeout: 30_000 });

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'sandbox-journal-'));
});
afterAll(() => rm(dir, { recursive: true }));

const file = () => path.join(dir, 'journal.ndjson');

const HEADERS = { 'notion-version': '2026-03-11', 'content-type': 'application/json' };

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** All that the vendors show, but for what names a request. */
const everything = async (sandbox: RunningSandbox, pageId: string): Promise<unknown> => {
  const read = async (url: string, init: { method?: string; body?: string } = {}): Promise<unknown> => {
    const answer: unknown = await (await sandbox.raw(url, { headers: HEADERS, ...init })).json();
    return typeof answer === 'object' && answer !== null ? { ...answer, request_id: null } : answer;
  };
  await sandbox.control('POST', '/limits', { notion: { perSecond: null }, stripe: { perSecond: null } });
  const { hubspot: crm, stripe: money, notion: workspace } = await sandbox.readState();
  const hubspot = ['contacts', 'companies', 'deals', 'tickets', 'notes'].map((type) =>
    read(`/crm/v3/objects/${type}/search`, {
      method: 'POST',
      body: JSON.stringify({ limit: 200, sorts: ['-hs_object_id'] }),
    }),
  );
  const stripe = ['customers', 'subscriptions', 'invoices', 'events', 'charges'].map((kind) =>
    read(`/v1/${kind}?limit=100`),
  );
  const blocks = read(`/notion/v1/blocks/${pageId}/children`);
  const pages = read('/notion/v1/search', { method: 'POST', body: JSON.stringify({ page_size: 100 }) });
  return {
    counts: { crm, money, workspace },
    all: await Promise.all([...hubspot, ...stripe, pages, blocks]),
  };
};

const statusOf = async (answer: Promise<Response>): Promise<number> => (await answer).status;

test('goes on with the world of before: what was written, what people did and what time brought', async () => {
  const first = await runSandbox({ dir });
  const { hubspot, stripe } = first;
  const { id } = await hubspot.crm.contacts.basicApi.create({ properties: { email: 'ada@example.com' } });
  await stripe.customers.list({ limit: 3 });
  const customer = await stripe.customers.create({ name: 'Ada' }, { idempotencyKey: 'ada' });
  await hubspot.crm.contacts.basicApi.update(id, { properties: { firstname: 'Ada' } });
  const page = await first.notion.search({ filter: { property: 'object', value: 'page' }, page_size: 1 });
  const pageId = page.results[0]?.id ?? '';
  await first.notion.blocks.children.append({
    block_id: pageId,
    children: [{ paragraph: { rich_text: [{ text: { content: 'Written' } }] } }],
  });
  await first.control('POST', '/life', { people: true });
  const journey = { isOver: false };
  const travelling = first.control('POST', '/clock', { advanceMs: 40 * DAY_MS }).finally(() => {
    journey.isOver = true;
  });
  while (!journey.isOver) {
    await stripe.customers.create({ name: 'Somebody' });
    await hubspot.crm.contacts.basicApi.create({ properties: { lastname: 'Somebody' } });
  }
  await travelling;
  await first.control('POST', '/hubspot/contacts/100003', { properties: { phone: '42' } });
  expect(
    await statusOf(first.raw('/v1/customers', { method: 'POST', headers: FORM, body: 'nonsense=1' })),
  ).toBe(400);
  // Without a body.
  await hubspot.crm.contacts.basicApi.archive('100004');
  const late = await stripe.customers.create({ name: 'Grace' }, { idempotencyKey: 'late' });
  await stripe.customers.update(customer.id, { name: 'Ada Lovelace' });
  const before = await everything(first, pageId);
  await first.control('POST', '/faults', { vendor: 'stripe', path: '/v1/', kind: 'reset' });
  await first.close();
  // Some were made in the middle of the journey, between two of its steps.
  expect(await readFile(file(), 'utf8')).toContain('"step":');

  const second = await runSandbox({ dir });
  expect(await everything(second, pageId)).toEqual(before);
  expect(await second.control('GET', '/faults')).toEqual({ faults: [] });
  const again = await second.stripe.customers.create({ name: 'Grace' }, { idempotencyKey: 'late' });
  expect(again.id).toBe(late.id);
  const next = await second.stripe.customers.create({ name: 'Next' });
  await second.control('POST', '/clock', { advanceMs: 3 * DAY_MS });
  const later = await everything(second, pageId);
  await second.close();

  // Killed while it wrote.
  await appendFile(file(), '{"kind":"wri');
  const third = await runSandbox({ dir });
  expect(third.warnings).toEqual([
    'The end of the journal of the sandbox could not be read, and is left out.',
  ]);
  expect(await everything(third, pageId)).toEqual(later);
  expect(await third.stripe.customers.retrieve(next.id)).toMatchObject({ name: 'Next' });
  await third.close();
});

test('begins anew where the journal is of another seed, and says so', async () => {
  const kept = await runSandbox({ dir, seed: 2, contacts: 20 });
  await kept.stripe.customers.create({ name: 'Of seed 2' });
  await kept.close();
  const other = await runSandbox({ dir, seed: 3, contacts: 20 });
  expect(other.warnings).toEqual(['The sandbox was of another seed or size: it begins anew.']);
  const { data } = await other.stripe.customers.list({ limit: 1 });
  expect(data[0]?.name).not.toBe('Of seed 2');
  await other.close();
});
