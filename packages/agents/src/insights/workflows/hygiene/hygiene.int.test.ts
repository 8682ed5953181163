import '@sherpa/devstack/vitest';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { readCreations } from '../../../testing/sandbox-vendors.ts';
import { startFleet, type Fleet } from '../../../testing/start-fleet.ts';

let fleet: Fleet;
let leaver: string;
let stayer: string;

const madeSchema = z.object({ id: z.string() });
const resultSchema = z.object({
  found: z.record(z.string(), z.int()),
  reassigned: z.int(),
  pageId: z.string().nullable(),
});

const make = async (type: string, properties: Readonly<Record<string, string>>): Promise<string> =>
  madeSchema.parse(await fleet.vendors.control('POST', `hubspot/${type}`, { properties })).id;

const patrol = async (today: string) => {
  const { result } = await fleet.run('insights', 'hygiene.patrol', { today });
  const { pageId, ...more } = resultSchema.parse(result);
  const id = pageId ?? '';
  const { notion } = fleet.vendors.clients;
  const [page, content] = [await notion.getPage(id), await notion.getPageMarkdown(id)];
  return { ...more, id, page, markdown: content?.markdown ?? '' };
};

const ownerOf = async (id: string) => (await fleet.vendors.clients.hubspot.contacts.get(id, {}))?.ownerId;

let late: string;
let left: string;
let lost: string;

const firstId = (rows: readonly { readonly id: string }[]): string => rows[0]?.id ?? '';

const makeDirt = async (): Promise<void> => {
  const { hubspot, stripe } = fleet.vendors.clients;
  leaver = firstId(await hubspot.listOwners({ archived: true }));
  stayer = firstId(await hubspot.listOwners({}));
  const [pipeline] = await hubspot.listPipelines('deals', {});
  late = await make('deals', {
    dealname: 'Late [and] odd',
    closedate: '2026-01-05T10:00:00Z',
    pipeline: pipeline?.id ?? '',
    dealstage: pipeline?.stages[0]?.id ?? '',
  });
  left = await make('contacts', {
    email: 'left@behind.example',
    firstname: 'Left',
    hubspot_owner_id: leaver,
  });
  lost = firstId((await stripe.listCustomers({ limit: 1 }, {})).rows);
  await fleet.vendors.ask('stripe', 'POST', `/v1/customers/${lost}`, {
    email: '',
    'metadata[hubspot_contact_id]': '999999999',
  });
};

beforeAll(async () => {
  fleet = await startFleet({
    postgresUrl: inject('postgresUrl'),
    agents: ['insights', 'billing', 'sales', 'knowledge'],
    contacts: 40,
  });
  await makeDirt();
  await fleet.run('knowledge', 'data-sources.sync');
  for (const type of ['contacts.sync', 'companies.sync', 'deals.sync']) await fleet.run('sales', type);
  await fleet.run('billing', 'customers.sync');
  await fleet.idle();
});
afterAll(() => fleet.stop());

describe('the patrol of a week', () => {
  test('writes a page with what is wrong, and mends nothing by itself', async () => {
    const { found, reassigned, page, markdown } = await patrol('2026-12-07');
    expect(page).toMatchObject({
      title: 'Data hygiene of 2026-12-07',
      properties: { Kind: { value: 'Hygiene' }, Status: { value: 'Open' } },
    });
    for (const kind of ['dealsPastClose', 'dealsWithoutAmount', 'contactsOfLeavers', 'payersWithoutEmail'])
      expect([kind, (found[kind] ?? 0) > 0]).toEqual([kind, true]);
    expect(found['payersThatPointNowhere']).toBeGreaterThan(0);
    expect(markdown).toMatch(/Late .*odd.*2026-01-05/u);
    expect(markdown).toContain('contact 999999999');
    expect(markdown).toContain(`https://dashboard.stripe.com/customers/${lost}`);
    expect(reassigned).toBe(0);
    expect(await ownerOf(left)).toBe(leaver);
  });

  test('is one page for a day, and ends the page before it', async () => {
    const [first, again] = [await patrol('2026-12-07'), await patrol('2026-12-07')];
    expect(again.id).toBe(first.id);
    const next = await patrol('2026-12-14');
    expect(next.id).not.toBe(first.id);
    expect((await fleet.vendors.clients.notion.getPage(first.id))?.properties).toMatchObject({
      Status: { value: 'Done' },
      Outcome: { value: 'followed by that of 2026-12-14' },
    });
    expect((await fleet.cases('hygiene')).filter(({ status }) => status === 'open')).toHaveLength(1);
  });

  test('lists in a dry run whom it would give to another owner, and does it where a setting says so', async () => {
    await fleet.set('hygiene', { reassignsContacts: true });
    await fleet.set('company', { defaultOwnerId: stayer });
    const { result } = await fleet.dryRun('insights', 'hygiene.patrol', { today: '2026-12-21' });
    const { tasks } = z
      .object({ tasks: z.array(z.object({ type: z.string(), payload: z.record(z.string(), z.unknown()) })) })
      .parse(result);
    expect(tasks[0]).toMatchObject({
      type: 'contacts.reown',
      payload: { from: expect.arrayContaining([leaver]), to: stayer },
    });
    expect(tasks[0]?.payload['ids']).toContain(left);
    expect(await ownerOf(left)).toBe(leaver);
    const done = await patrol('2026-12-21');
    expect(done.reassigned).toBe(done.found['contactsOfLeavers']);
    expect(await ownerOf(left)).toBe(stayer);
    expect(done.page?.properties['Outcome']?.value).toMatch(/given to the default owner/u);
    await fleet.run('sales', 'contacts.sync');
    await fleet.idle();
    const after = await patrol('2026-12-28');
    expect([after.found['contactsOfLeavers'], after.reassigned]).toEqual([0, 0]);
    expect(late).not.toBe('');
  });
});

test('nothing was made twice', async () => {
  expect((await readCreations(fleet.vendors)).filter(({ creates }) => creates > 1)).toEqual([]);
});
