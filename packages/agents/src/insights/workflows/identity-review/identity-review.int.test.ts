import '@sherpa/devstack/vitest';
import { decideReview, findCustomerByKey, listReviews, type Review } from '@sherpa/db';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { readCreations } from '../../../testing/sandbox-vendors.ts';
import { startFleet, type Fleet } from '../../../testing/start-fleet.ts';

let fleet: Fleet;
const madeSchema = z.object({ id: z.string() });

const makeContact = async (properties: Readonly<Record<string, string>>): Promise<string> =>
  madeSchema.parse(await fleet.vendors.control('POST', 'hubspot/contacts', { properties })).id;

/** Two people of one phone number, whom nobody knows to be one. */
const makeTwins = async (name: string, phone: string): Promise<Review> => {
  const ids = [
    await makeContact({ email: `${name}@one.example`, firstname: name, lastname: 'Twin', phone }),
    await makeContact({ email: `${name}@two.example`, firstname: name, lastname: 'Twin', phone }),
  ];
  await fleet.refresh(
    'sales',
    ids.map((id) => ({ type: 'contact', id })),
  );
  const reviews = await fleet.db.withTenant(fleet.tenantId, (tx) => listReviews(tx, { limit: 100 }));
  const found = reviews.find(({ subjects }) => subjects.includes(`hubspot:contact:${ids[0]}`));
  if (found === undefined) throw new Error('Nobody asks who they are.');
  return found;
};

const customersOf = ({ subjects }: Review): Promise<ReadonlySet<string | undefined>> =>
  fleet.db.withTenant(fleet.tenantId, async (tx) => {
    const found = await Promise.all(subjects.map((node) => findCustomerByKey(tx, node)));
    return new Set(found.map((customer) => customer?.id));
  });

const sweep = async () => {
  const { result } = await fleet.run('insights', 'identity.review');
  return z.object({ asked: z.int(), closed: z.int() }).parse(result);
};

const caseOf = async (key: string) => (await fleet.cases('identity-review')).find((one) => one.key === key);

const pageOf = async (key: string) => {
  const id = (await caseOf(key))?.refs['notionPage'] ?? '';
  const page = await fleet.vendors.clients.notion.getPage(id);
  return { id, page };
};

const answer = async (key: string, text: string): Promise<void> => {
  const { id } = await pageOf(key);
  const rich = [{ type: 'text', text: { content: text } }];
  await fleet.vendors.control('POST', `notion/pages/${id}`, { properties: { Outcome: { rich_text: rich } } });
  await fleet.refresh('knowledge', [{ type: 'page', id }]);
};

let first: Review;

beforeAll(async () => {
  fleet = await startFleet({
    postgresUrl: inject('postgresUrl'),
    agents: ['insights', 'billing', 'sales', 'knowledge'],
    contacts: 40,
  });
  await fleet.run('knowledge', 'data-sources.sync');
  for (const type of ['contacts.sync', 'companies.sync']) await fleet.run('sales', type);
  await fleet.run('billing', 'customers.sync');
  await fleet.idle();
  first = await makeTwins('ada', '+4930901820');
});
afterAll(() => fleet.stop());

describe('a question of who is who', () => {
  test('is asked in Notion, no more of them in an hour than set, and none twice', async () => {
    await fleet.set('identity-review', { newPagesAnHour: 1 });
    expect((await sweep()).asked).toBe(1);
    expect(await fleet.cases('identity-review')).toHaveLength(1);
    await fleet.db.engine
      .updateTable('workflow_settings')
      .set({ settings: '{"newPagesAnHour":100}' })
      .execute();
    await sweep();
    expect((await sweep()).asked).toBe(0);
    const { page } = await pageOf(first.id);
    expect(page).toMatchObject({
      title: expect.stringMatching(/^Same customer\? ada Twin at /u),
      properties: { Kind: { value: 'Identity' }, Status: { value: 'Open' }, Outcome: { value: '' } },
    });
    // An address is not written out: the record shows it.
    const content = await fleet.vendors.clients.notion.getPageMarkdown(page?.id ?? '');
    expect(content?.markdown).not.toContain('ada@');
    expect(content?.markdown).toContain('**approve**');
  });

  test('is held where the answer is none, and decided by the next one, in the name of who wrote it', async () => {
    await answer(first.id, 'ask Bob');
    expect(await caseOf(first.id)).toMatchObject({ status: 'held', reason: expect.stringContaining('none') });
    expect((await pageOf(first.id)).page?.properties['Status']).toMatchObject({ value: 'Unclear' });
    expect((await customersOf(first)).size).toBe(2);
    await answer(first.id, 'approve');
    expect((await customersOf(first)).size).toBe(1);
    const [decided] = await fleet.db.withTenant(fleet.tenantId, (tx) =>
      listReviews(tx, { limit: 100, status: 'approved' }),
    );
    expect(decided).toMatchObject({ id: first.id, decidedBy: expect.stringContaining(', in Notion') });
    expect(await caseOf(first.id)).toMatchObject({ status: 'closed' });
    expect((await pageOf(first.id)).page?.properties).toMatchObject({
      Status: { value: 'Done' },
      Outcome: { value: expect.stringMatching(/^approved by .+, in Notion$/u) },
    });
  });

  test('is ended by a no, which parts nobody and joins nobody', async () => {
    const twins = await makeTwins('eve', '+4930901821');
    await sweep();
    await answer(twins.id, 'Reject');
    expect(await caseOf(twins.id)).toMatchObject({
      status: 'closed',
      reason: expect.stringMatching(/^rejected by/u),
    });
    expect((await customersOf(twins)).size).toBe(2);
    await sweep();
    expect(await caseOf(twins.id)).toMatchObject({ status: 'closed' });
  });

  test('is ended in Notion as well where it is decided elsewhere', async () => {
    const twins = await makeTwins('joe', '+4930901822');
    await sweep();
    await fleet.db.withTenant(fleet.tenantId, (tx) =>
      decideReview(tx, fleet.tenantId, twins.id, { approved: true, by: 'ada', reason: null }),
    );
    expect((await sweep()).closed).toBe(1);
    expect((await pageOf(twins.id)).page?.properties).toMatchObject({
      Status: { value: 'Done' },
      Outcome: { value: 'approved by ada' },
    });
    expect(await sweep()).toEqual({ asked: 0, closed: 0 });
  });

  test('is also who pays and is nobody at HubSpot: a record that is named joins them', async () => {
    const { stripe } = fleet.vendors.clients;
    const stranger = { key: 'stranger', email: 'pays@stranger.example', name: 'A Stranger' };
    const { id: customerId } = await stripe.createCustomer(stranger);
    const { rows } = await stripe.listPrices({ limit: 100 }, {});
    const priceId = rows.find(({ interval }) => interval === 'month')?.id ?? '';
    const items = [{ priceId, quantity: 2 }];
    const paid = await stripe.createSubscription({ key: 'pays', customerId, items, daysUntilDue: 30 });
    await fleet.refresh('billing', [{ type: 'customer', id: customerId }]);
    await fleet.refresh('billing', [{ type: 'subscription', id: paid.id }]);
    await sweep();
    const payer = (await fleet.cases('identity-review')).find(
      ({ key, status }) => key.startsWith('payer:') && status === 'open',
    );
    if (payer === undefined) throw new Error('Everybody is known.');
    const contact = await makeContact({ email: 'found@later.example', firstname: 'Found' });
    await fleet.refresh('sales', [{ type: 'contact', id: contact }]);
    const { page } = await pageOf(payer.key);
    expect(page?.title).toMatch(/^Who is this payer\?/u);
    await answer(payer.key, `contact ${contact}`);
    const closed = await caseOf(payer.key);
    expect(closed).toMatchObject({ status: 'closed', reason: expect.stringMatching(/^joined by/u) });
    const found = await fleet.db.withTenant(fleet.tenantId, (tx) =>
      findCustomerByKey(tx, `hubspot:contact:${contact}`),
    );
    expect(found?.stripeCustomerId).toBe(customerId);
  });

  test('is listed by a dry run, which asks nobody', async () => {
    const twins = await makeTwins('kim', '+4930901823');
    const { result } = await fleet.dryRun('insights', 'identity.review');
    expect(result).toMatchObject({
      tasks: [{ type: 'page.upsert', payload: { key: `identity-review:${twins.id}` } }],
    });
    expect(await caseOf(twins.id)).toBeUndefined();
  });
});

test('nothing was made twice', async () => {
  expect((await readCreations(fleet.vendors)).filter(({ creates }) => creates > 1)).toEqual([]);
});
