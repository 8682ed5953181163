import '@sherpa/devstack/vitest';
import { listApprovals } from '@sherpa/db';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { readCreations } from '../../../testing/sandbox-vendors.ts';
import { startFleet, type Fleet } from '../../../testing/start-fleet.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({
    postgresUrl: inject('postgresUrl'),
    agents: ['billing', 'sales', 'knowledge', 'coordinator'],
    contacts: 30,
  });
  await fleet.set('closed-won', { approval: 'above' });
  await fleet.set('company', { newsSince: new Date().toISOString() });
  await fleet.run('knowledge', 'data-sources.sync');
  for (const type of ['contacts.sync', 'companies.sync', 'deals.sync']) await fleet.run('sales', type);
  for (const type of ['customers.sync', 'products.sync', 'prices.sync']) await fleet.run('billing', type);
  await fleet.idle();
});
afterAll(() => fleet.stop());

const idSchema = z.object({ id: z.string() });

const make = async (type: string, properties: Record<string, string>): Promise<string> =>
  idSchema.parse(await fleet.vendors.control('POST', `hubspot/${type}`, { properties })).id;

interface Sold {
  readonly companyId: string;
  readonly contactId: string;
  readonly dealId: string;
}

let made = 0;

/** A company, its contact and a deal of so many seats at a euro price, open. */
const sell = async (over: Record<string, string> = {}, seats = 3): Promise<Sold> => {
  made += 1;
  const { hubspot } = fleet.vendors.clients;
  const companyId = await make('companies', { name: `Buyer ${made}`, domain: `buyer-${made}.example` });
  const email = `ada@buyer-${made}.example`;
  const contactId = await make('contacts', { email, firstname: 'Ada', lastname: 'Buyer' });
  const amount = String(99 * seats + 1_500);
  const type = { dealtype: 'newbusiness', deal_currency_code: 'EUR' };
  const stage = await firstStage();
  const dealId = await make('deals', {
    dealname: `Buyer ${made} – Plus`,
    amount,
    ...type,
    ...stage,
    ...over,
  });
  const plan = { name: 'Plus plan', hs_sku: 'plus', recurringbillingfrequency: 'monthly' };
  const lines = [
    { ...plan, quantity: String(seats), price: '99', amount: String(99 * seats) },
    { name: 'Onboarding', hs_sku: 'onboarding', quantity: '1', price: '1500', amount: '1500' },
  ];
  const link = (fromType: string, fromId: string, toType: string, toId: string) =>
    hubspot.createAssociations({ fromType, toType }, [{ fromId, toId }]);
  await link('contacts', contactId, 'companies', companyId);
  await link('deals', dealId, 'companies', companyId);
  await link('deals', dealId, 'contacts', contactId);
  for (const line of lines) await link('deals', dealId, 'line_items', await make('line_items', line));
  await fleet.refresh('sales', [
    { type: 'company', id: companyId },
    { type: 'contact', id: contactId },
  ]);
  return { companyId, contactId, dealId };
};

const firstStage = async (): Promise<Record<string, string>> => {
  const [pipeline] = await fleet.vendors.clients.hubspot.listPipelines('deals');
  return { pipeline: pipeline?.id ?? '', dealstage: pipeline?.stages[0]?.id ?? '' };
};

const refreshDeal = (dealId: string) => fleet.refresh('sales', [{ type: 'deal', id: dealId }]);

const win = async (dealId: string): Promise<void> => {
  await fleet.vendors.control('POST', `deals/${dealId}/close`, { outcome: 'won', onboarding: false });
  await refreshDeal(dealId);
};

const caseOf = async (key: string) => (await fleet.cases('closed-won')).find((one) => one.key === key);

const names = ['sherpa_stripe_customer', 'sherpa_stripe_subscription', 'sherpa_notion_page'];

const wroteOnDeal = async (dealId: string) =>
  z
    .object({ properties: z.record(z.string(), z.string().nullable()) })
    .parse(
      await fleet.vendors.ask(
        'hubspot',
        'GET',
        `/crm/v3/objects/deals/${dealId}?properties=${names.join(',')}`,
      ),
    );

const creates = async (): Promise<number> => (await readCreations(fleet.vendors)).length;

describe('closed-won', () => {
  test('a deal that is won is billed by invoice and gets its page, its ids and a kick-off', async () => {
    const { companyId, contactId, dealId } = await sell();
    await win(dealId);
    const closed = await caseOf(dealId);
    expect(closed).toMatchObject({ status: 'closed', reason: 'onboarded' });
    const {
      stripeCustomer = '',
      stripeSubscription = '',
      notionPage = '',
      hubspotTask = '',
    } = closed?.refs ?? {};
    const { hubspot, notion, stripe } = fleet.vendors.clients;
    expect(await stripe.getCustomer(stripeCustomer)).toMatchObject({
      email: `ada@buyer-${made}.example`,
      metadata: { hubspot_company_id: companyId, hubspot_contact_id: contactId },
    });
    const subscription = await stripe.getSubscription(stripeSubscription);
    expect(subscription).toMatchObject({
      customerId: stripeCustomer,
      collectionMethod: 'send_invoice',
      items: [{ quantity: 3, unitAmountMinor: 9_900 }],
      metadata: { hubspot_deal_id: dealId },
    });
    expect(await stripe.getInvoice(subscription?.latestInvoiceId ?? '')).toMatchObject({
      status: 'draft',
      totalMinor: 3 * 9_900 + 150_000,
    });
    const page = await notion.getPage(notionPage);
    expect(page?.properties).toMatchObject({
      Status: { value: 'Not started' },
      'HubSpot ID': { value: companyId },
      'Stripe ID': { value: stripeCustomer },
      Seats: { value: 3 },
    });
    expect(await hubspot.tasks.get(hubspotTask)).toMatchObject({ subject: `Kick-off: Buyer ${made}` });
    expect((await wroteOnDeal(dealId)).properties).toMatchObject({
      sherpa_stripe_customer: stripeCustomer,
      sherpa_stripe_subscription: stripeSubscription,
      sherpa_notion_page: page?.url,
    });
    const before = await creates();
    await fleet.vendors.control('POST', `hubspot/deals/${dealId}`, {
      properties: { dealtype: 'existingbusiness' },
    });
    await refreshDeal(dealId);
    expect(await creates()).toBe(before);
  });

  test('what is missing or contradictory holds the case with the reason, and what is mended goes on', async () => {
    const { dealId } = await sell({ amount: '1' });
    await win(dealId);
    expect(await caseOf(dealId)).toMatchObject({
      status: 'held',
      reason: 'The line items do not add up to the amount of the deal.',
    });
    await fleet.vendors.control('POST', `hubspot/deals/${dealId}`, { properties: { amount: '1797' } });
    await refreshDeal(dealId);
    expect(await caseOf(dealId)).toMatchObject({ status: 'closed', reason: 'onboarded' });
  });

  test('above the amount people are asked first, and their no is the end of it', async () => {
    const { dealId } = await sell({}, 50);
    await win(dealId);
    expect(await caseOf(dealId)).toMatchObject({ status: 'open', refs: {} });
    const { db, tenantId } = fleet;
    const [asked] = await db.withTenant(tenantId, (tx) =>
      listApprovals(tx, { status: 'pending', limit: 10 }),
    );
    expect(asked).toMatchObject({
      detail: { dealId, amount: '6,450.00 EUR', amountMinor: 645_000, currency: 'eur' },
    });
    // Whatever changes meanwhile, people are asked once.
    await fleet.vendors.control('POST', `hubspot/deals/${dealId}`, {
      properties: { deal_currency_code: 'USD' },
    });
    await refreshDeal(dealId);
    const pending = await db.withTenant(tenantId, (tx) =>
      listApprovals(tx, { status: 'pending', limit: 10 }),
    );
    expect(pending).toHaveLength(1);
    await fleet.decide(false);
    expect(await caseOf(dealId)).toMatchObject({ status: 'closed', reason: 'refused', refs: {} });
  });

  test('a page that a person has made for the company is used', async () => {
    const { companyId, dealId } = await sell();
    await fleet.vendors.control('POST', `deals/${dealId}/close`, { outcome: 'won', onboarding: true });
    await refreshDeal(dealId);
    const closed = await caseOf(dealId);
    const page = await fleet.vendors.clients.notion.getPage(closed?.refs['notionPage'] ?? '');
    expect(page).toMatchObject({ title: `Onboarding Buyer ${made}`, icon: '🚀' });
    expect(page?.properties).toMatchObject({
      'HubSpot ID': { value: companyId },
      'Stripe ID': { value: closed?.refs['stripeCustomer'] },
      Health: { value: 'Green' },
    });
  });

  test('a renewal goes on with the subscription there is, and new business of its payer is held', async () => {
    const first = await sell();
    await win(first.dealId);
    const { stripeCustomer = '', stripeSubscription = '' } = (await caseOf(first.dealId))?.refs ?? {};
    await fleet.refresh('billing', [{ type: 'customer', id: stripeCustomer }]);
    const again = async (dealtype: string): Promise<string> => {
      const { hubspot } = fleet.vendors.clients;
      const of = { amount: '1797', deal_currency_code: 'EUR', dealtype, ...(await firstStage()) };
      const dealId = await make('deals', { dealname: 'Again', ...of });
      const ties = [
        ['companies', first.companyId],
        ['contacts', first.contactId],
      ] as const;
      for (const [toType, toId] of ties)
        await hubspot.createAssociations({ fromType: 'deals', toType }, [{ fromId: dealId, toId }]);
      const [row] = await hubspot.readAssociations({ fromType: 'deals', toType: 'line_items' }, [
        first.dealId,
      ]);
      for (const { toId } of row?.links ?? [])
        await hubspot.createAssociations({ fromType: 'deals', toType: 'line_items' }, [
          { fromId: dealId, toId },
        ]);
      await win(dealId);
      return dealId;
    };
    const renewal = await again('existingbusiness');
    expect(await caseOf(renewal)).toMatchObject({ status: 'closed', reason: 'renewed' });
    expect((await wroteOnDeal(renewal)).properties).toMatchObject({
      sherpa_stripe_subscription: stripeSubscription,
    });
    expect(await caseOf(await again('newbusiness'))).toMatchObject({
      status: 'held',
      reason: `It is new business, but the payer has the subscription ${stripeSubscription}.`,
    });
    const { rows } = await fleet.vendors.clients.stripe.listSubscriptions({
      customerId: stripeCustomer,
      limit: 10,
    });
    expect(rows).toHaveLength(1);
  });

  test('a dry run lists what would be made', async () => {
    const { dealId } = await sell();
    await fleet.vendors.control('POST', `deals/${dealId}/close`, { outcome: 'won', onboarding: false });
    const before = await creates();
    const [connectionId] = (await fleet.tasks('coordinator', 'deal.won')).map(
      ({ payload }) => z.object({ connectionId: z.string() }).parse(payload).connectionId,
    );
    const { result } = await fleet.dryRun('coordinator', 'deal.won', {
      connectionId: connectionId ?? '',
      dealId,
    });
    expect(
      z
        .object({ tasks: z.array(z.object({ type: z.string() })) })
        .parse(result)
        .tasks.map(({ type }) => type),
    ).toEqual(['customer.ensure', 'subscription.draft', 'page.upsert', 'objects.patch', 'task.upsert']);
    expect(await creates()).toBe(before);
    expect(await caseOf(dealId)).toBeUndefined();
  });

  test('nothing was made twice', async () => {
    expect((await readCreations(fleet.vendors)).filter(({ creates: times }) => times > 1)).toEqual([]);
  });
});
