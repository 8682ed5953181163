import '@sherpa/devstack/vitest';
import { runAgent, waitUntil, type AgentUnderTest } from '@sherpa/agent-kit/testing';
import {
  applyCustomerSources,
  findCustomerByKey,
  forgetPerson,
  liveCounts,
  listQuarantine,
  searchKnowledge,
} from '@sherpa/db';
import { sql } from '@sherpa/db/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { startSandboxVendors, type SandboxVendors } from '../testing/sandbox-vendors.ts';
import { makeKnowledgeAgent } from './agent.ts';
import type { KnowledgeContract } from './contract.ts';

let vendors: SandboxVendors;
let kit: AgentUnderTest<KnowledgeContract>;
beforeAll(async () => {
  vendors = await startSandboxVendors(40);
  await vendors.control('POST', 'limits', { notion: { perSecond: null, searchLagMs: 0 } });
  kit = await runAgent(makeKnowledgeAgent(vendors), { postgresUrl: inject('postgresUrl') });
});
afterAll(async () => {
  await kit.stop();
  await vendors.stop();
});

const idle = (): Promise<boolean> =>
  waitUntil(
    'nothing left to do',
    async () => {
      const { tasks } = await kit.db.withTenant(kit.tenantId, liveCounts);
      return Object.values(tasks).every((count) => count === 0) || undefined;
    },
    60_000,
  );

const sync = async (type: 'data-sources.sync' | 'pages.sync' | 'pages.audit'): Promise<void> => {
  expect(await kit.run(type, {})).toMatchObject({ status: 'completed' });
  await idle();
};

interface StoredPage {
  readonly id: string;
  readonly externalId: string;
  readonly title: string;
  readonly path: string[];
  readonly content: string;
  readonly category: string | null;
  readonly isDeleted: boolean;
  readonly isUnreachable: boolean;
}

const pages = async (): Promise<readonly StoredPage[]> => {
  const { rows } = await sql<StoredPage>`
    select id, external_id as "externalId", title, path, content, category, deleted_at is not null as "isDeleted",
      unreachable_since is not null as "isUnreachable"
    from knowledge_base order by title, external_id`.execute(kit.db.engine);
  return rows;
};

const titled = async (title: string): Promise<StoredPage | undefined> =>
  (await pages()).find((page) => page.title === title);

const byId = async (externalId: string): Promise<StoredPage | undefined> =>
  (await pages()).find((page) => page.externalId === externalId);

const edit = (externalId: string, change: object): Promise<unknown> =>
  vendors.control('POST', `notion/pages/${externalId}`, change);

const idOf = async (title: string): Promise<string> => (await titled(title))?.externalId ?? '';

const search = (text: string): Promise<readonly string[]> =>
  kit.db.withTenant(kit.tenantId, async (tx) => {
    const { hits } = await searchKnowledge(tx, { query: text, limit: 5 });
    return hits.map(({ page }) => page.title);
  });

const booksSchema = z.object({
  calls: z.array(z.object({ vendor: z.string(), route: z.string(), total: z.int() })),
});

/** How often Notion was asked what a page holds. */
const contentCalls = async (): Promise<number> => {
  const { calls } = booksSchema.parse(await vendors.control('GET', 'books'));
  return calls
    .filter(({ vendor, route }) => vendor === 'notion' && route.endsWith('/markdown'))
    .reduce((sum, { total }) => sum + total, 0);
};

const stateSchema = z.object({
  notion: z.object({ pages: z.int(), unshared: z.int() }),
});

describe('the knowledge agent on Notion', () => {
  test('a first sync brings every page in that can be read, also those that search does not know', async () => {
    await sync('data-sources.sync');
    const { notion } = stateSchema.parse(await vendors.control('GET', 'state'));
    const living = (await pages()).filter(({ isDeleted }) => !isDeleted);
    // One cannot be read at all.
    expect(living).toHaveLength(notion.pages - notion.unshared - 1);
    expect(living.map(({ title }) => title)).not.toContain('Private: salaries');
    expect(await search('refund policy')).toContain('Refund policy');
  });

  test('a page has clean Markdown, the titles above it, and its category', async () => {
    expect(await titled('Expenses')).toMatchObject({
      path: ['Company wiki', 'Handbook'],
      content: expect.stringContaining('| Hotel | 150 EUR a night | invoice |'),
    });
    expect(await titled('Refund policy')).toMatchObject({ path: ['Playbooks'], category: 'billing' });
  });

  test('a page that Notion cannot give is told and set aside, and tried again at night', async () => {
    const told = async () => (await kit.events()).filter(({ type }) => type === 'sync.quarantined');
    expect((await told()).map(({ data }) => data)).toEqual([
      { stream: 'pages', objects: [{ externalId: expect.any(String), why: 'integration_unavailable' }] },
    ]);
    const left = await kit.db.withTenant(kit.tenantId, (tx) => listQuarantine(tx, 10));
    expect(left).toMatchObject([{ stream: 'pages', objectType: 'page_content', attempts: 1 }]);
    expect((await kit.run('pages.tidy', {})).result).toEqual({ deleted: 0, retried: 1 });
    await idle();
    const again = await kit.db.withTenant(kit.tenantId, (tx) => listQuarantine(tx, 10));
    expect(again).toMatchObject([{ attempts: 2 }]);
  });

  test('what is edited and what is new is found after the next sync', async () => {
    const id = await idOf('Expenses');
    await edit(id, { markdown: 'Umbrellas are paid back as well.' });
    const parent = { type: 'page_id', page_id: await idOf('Handbook') };
    const properties = { title: { title: [{ text: { content: 'Parking garage' } }] } };
    await vendors.ask('notion', 'POST', '/notion/v1/pages', {
      parent,
      properties,
      children: [
        {
          type: 'paragraph',
          paragraph: { rich_text: [{ text: { content: 'Ask for a badge downstairs.' } }] },
        },
      ],
    });
    await sync('pages.sync');
    expect((await byId(id))?.content).toBe('Umbrellas are paid back as well.');
    expect(await titled('Parking garage')).toMatchObject({
      path: ['Company wiki', 'Handbook'],
      content: 'Ask for a badge downstairs.',
    });
    expect(await search('umbrellas')).toEqual(['Expenses']);
  });

  test('a page that has not changed is not read again', async () => {
    const before = await contentCalls();
    await sync('pages.audit');
    // Only what is still in the minute of its last edit is looked at once more: two were edited just now.
    expect((await contentCalls()) - before).toBeLessThanOrEqual(2);
  });

  test('a row in the trash is gone at the next sync, any other page at the next audit, and both come back', async () => {
    const [row, loose] = [await idOf('Single sign-on'), await idOf('Security')];
    await edit(row, { trash: true });
    await edit(loose, { trash: true });
    await sync('pages.sync');
    expect(await byId(row)).toMatchObject({ isDeleted: true, content: '' });
    await sync('pages.audit');
    expect(await byId(loose)).toMatchObject({ isDeleted: true, content: '' });
    await edit(row, { trash: false });
    await edit(loose, { trash: false });
    await sync('pages.audit');
    expect(await byId(row)).toMatchObject({ isDeleted: false, title: 'Single sign-on' });
    expect(await byId(loose)).toMatchObject({ isDeleted: false, title: 'Security' });
  });

  test('a page whose share is taken away stays findable for a time of grace, and is back with the share', async () => {
    const [kept, lost] = [await idOf('Architecture'), await idOf('Pricing notes')];
    await edit(kept, { share: false });
    await edit(lost, { share: false });
    await sync('pages.audit');
    expect(await byId(lost)).toMatchObject({ isDeleted: false, isUnreachable: true });
    await edit(kept, { share: true });
    await sync('pages.audit');
    expect(await byId(kept)).toMatchObject({ isDeleted: false, isUnreachable: false });
    expect((await kit.run('pages.tidy', {})).result).toMatchObject({ deleted: 0 });
    expect((await kit.run('pages.tidy', { graceMs: 0 })).result).toMatchObject({ deleted: 1 });
    expect(await byId(lost)).toMatchObject({ isDeleted: true, content: '' });
    await edit(lost, { share: true });
    await sync('pages.audit');
    expect(await byId(lost)).toMatchObject({ isDeleted: false, title: 'Pricing notes' });
  });

  test('a webhook’s page is read at once', async () => {
    const id = await idOf('Holidays and sick leave');
    await edit(id, { markdown: 'Thirty-one days.' });
    await kit.run('objects.refresh', { objects: [{ type: 'page', id }], reason: 'webhook' });
    await idle();
    expect((await byId(id))?.content).toBe('Thirty-one days.');
  });

  test('an onboarding page tells the customer that it names how it goes', async () => {
    const { rows } = await sql<{ a: string; b: string }>`
      select a, b from identity_edges where a like 'notion:page:%' and b like 'hubspot:company:%' order by a limit 1`.execute(
      kit.db.engine,
    );
    const [tie] = rows;
    const company = tie?.b ?? '';
    const customer = await kit.db.withTenant(kit.tenantId, async (tx) => {
      await applyCustomerSources(tx, kit.tenantId, [
        {
          system: 'hubspot',
          objectType: 'company',
          externalId: company.split(':').at(-1) ?? '',
          keys: [company],
          fields: { name: 'Boarded AB' },
          version: 1,
          deleted: false,
        },
      ]);
      return findCustomerByKey(tx, company);
    });
    expect(customer).toMatchObject({
      name: 'Boarded AB',
      onboardingStatus: expect.any(String),
      playbook: expect.any(String),
      healthNotes: expect.any(String),
    });
    const id = tie?.a.split(':').at(-1) ?? '';
    await edit(id, { properties: { 'HubSpot ID': { rich_text: [] }, 'Stripe ID': { rich_text: [] } } });
    await sync('pages.sync');
    const after = await kit.db.withTenant(kit.tenantId, (tx) => findCustomerByKey(tx, company));
    expect(after).toMatchObject({ name: 'Boarded AB', onboardingStatus: null, playbook: null });
  });

  test('the address of somebody who was forgotten does not come back with a page', async () => {
    const email = 'gone.person@forget.example';
    await kit.db.withTenant(kit.tenantId, (tx) => forgetPerson(tx, kit.tenantId, { email }));
    const id = await idOf('Expenses');
    await edit(id, { markdown: `Ask Gone.Person@forget.example or desk@forget.example.` });
    await sync('pages.sync');
    expect((await byId(id))?.content).toBe('Ask <[erased]> or <desk@forget.example>.');
  });
});
