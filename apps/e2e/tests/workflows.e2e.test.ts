import { toWholeUnits } from '@sherpa/core';
import type { StripeSubscription } from '@sherpa/integrations/stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startCompany, type CompanyAtWork } from '../src/company.ts';
import { makePlace, type Place } from '../src/place.ts';
import { until } from '../src/until.ts';

// One fleet for all: real processes, webhooks that are signed, days that pass. What each workflow does with what is
// missing, contradictory or asked twice is tried beside its source; here it is seen from the vendors.

/** Somebody who pays by one card and one subscription, and whom HubSpot knows. */
interface Payer {
  readonly subscription: StripeSubscription;
  readonly customerId: string;
  readonly companyId: string | null;
  readonly contactId: string | null;
}

let place: Place;
let at: CompanyAtWork;
let payers: Payer[];

const DAY_MS = 86_400_000;

const findPayers = async (): Promise<Payer[]> => {
  const { rows } = await at.vendors.stripe.listSubscriptions({ limit: 100 });
  const alone = [...Map.groupBy(rows, ({ customerId }) => customerId).values()].filter(
    (some) => some.length === 1,
  );
  const found: Payer[] = [];
  for (const subscription of alone.flat()) {
    const { customerId, status, cancelAtPeriodEnd, collectionMethod } = subscription;
    if (status !== 'active' || cancelAtPeriodEnd || collectionMethod !== 'charge_automatically') continue;
    const { customers } = await at.fleet.client.customers.list({ key: `stripe:customer:${customerId}` });
    const known = customers.filter(({ stripeCustomerIds }) => stripeCustomerIds.length === 1);
    const contactId = known.map((one) => one.hubspotContactId).find((id) => id !== null) ?? null;
    const companyId = known.find(({ kind }) => kind === 'account')?.hubspotCompanyId ?? null;
    if (contactId !== null || companyId !== null)
      found.push({ subscription, customerId, companyId, contactId });
  }
  return found;
};

/** Another one each time. */
const takePayer = (isWanted: (payer: Payer) => boolean = () => true): Payer => {
  const index = payers.findIndex(isWanted);
  const [payer] = index < 0 ? [] : payers.splice(index, 1);
  if (payer === undefined) throw new Error('There is no such payer left.');
  return payer;
};

beforeAll(async () => {
  place = await makePlace();
  at = await startCompany(place);
  payers = await findPayers();
});
afterAll(async () => {
  try {
    await at.fleet.stop();
  } finally {
    await place[Symbol.asyncDispose]();
  }
});

const isOpen = ({ status }: { readonly status: string }): boolean => status === 'open';
const isClosed = ({ status }: { readonly status: string }): boolean => status === 'closed';
const idSchema = z.object({ id: z.string() });
const taskStatus = async (id: string | undefined) => (await at.vendors.hubspot.tasks.get(id ?? ''))?.status;

const lastCharge = async ({ customerId }: Payer): Promise<string> => {
  const { rows } = await at.vendors.stripe.listCharges({ customerId, limit: 100 });
  const charge = rows.find(
    ({ status, disputed, refunded }) => status === 'succeeded' && !disputed && !refunded,
  );
  if (charge === undefined) throw new Error('This payer has paid nothing.');
  return charge.id;
};

const stageOf = async (type: 'deals' | 'tickets', isEnd: boolean) => {
  const [pipeline] = await at.vendors.hubspot.listPipelines(type);
  return {
    pipeline: pipeline?.id ?? '',
    stage: pipeline?.stages.find((one) => one.isClosed === isEnd)?.id ?? '',
  };
};

const makeTicket = async (about: { type: string; id: string }, properties: Record<string, string>) => {
  const { pipeline, stage } = await stageOf('tickets', false);
  const id = await at.make('tickets', { ...properties, hs_pipeline: pipeline, hs_pipeline_stage: stage });
  await at.vendors.hubspot.createAssociations({ fromType: 'tickets', toType: about.type }, [
    { fromId: id, toId: about.id },
  ]);
  // It was tied after it was made, which HubSpot tells nobody who did not ask for it.
  await at.happens(`hubspot/tickets/${id}`, { properties: { content: 'Tied.' } });
  return id;
};

describe('money', () => {
  it('1 dunning: a failed payment has a task and a page until it is paid', async () => {
    const { subscription } = takePayer();
    const { invoice } = z
      .object({ invoice: z.string() })
      .parse(await at.happens('stripe/fail-payment', { subscription: subscription.id }));
    const opened = await at.untilCase('dunning', invoice, ({ refs }) => refs['notionPage'] !== undefined);
    expect(await at.vendors.hubspot.tasks.get(opened.refs['hubspotTask'] ?? '')).toMatchObject({
      key: `dunning:${invoice}`,
      subject: expect.stringMatching(/^Payment failed: /u),
    });
    expect(await at.columns(opened.refs['notionPage'])).toMatchObject({
      Kind: 'Payment failed',
      Status: 'Open',
    });
    await at.happens('stripe/recover', { subscription: subscription.id });
    const closed = await at.untilCase('dunning', invoice, isClosed);
    expect(closed.reason).toBe('paid');
    expect(await taskStatus(closed.refs['hubspotTask'])).toBe('COMPLETED');
    expect(await at.columns(closed.refs['notionPage'])).toMatchObject({ Status: 'Done', Outcome: 'paid' });
  });

  it('3 payment mirror: what an account pays stands at its company', async () => {
    const payer = takePayer(({ companyId }) => companyId !== null);
    const { subscription, companyId, customerId } = payer;
    await at.happens('stripe/plan', { subscription: subscription.id, quantity: 41 });
    const truth = z
      .object({ customers: z.array(z.object({ customer: z.string(), monthlyMinor: z.int() })) })
      .parse(await (await fetch(new URL('/_sandbox/stripe/truth', at.fleet.sandboxUrl ?? ''))).json());
    const minor = truth.customers.find(({ customer }) => customer === customerId)?.monthlyMinor ?? 0;
    const read = [{ name: 'sherpa_mrr', type: 'number' }];
    const shown = await until('the company shows it', async () => {
      const { rows } = await at.vendors.hubspot.objects('companies', read).readMany([companyId ?? '']);
      return rows[0]?.values['sherpa_mrr'] === toWholeUnits(minor, subscription.currency);
    });
    expect(shown).toBe(true);
  });

  it('10 disputes: a dispute has its task before the deadline, and ends with the bank’s word', async () => {
    const { id } = idSchema.parse(
      await at.happens('stripe/dispute', { charge: await lastCharge(takePayer()), reason: 'fraudulent' }),
    );
    const opened = await at.untilCase('disputes', id, ({ refs }) => refs['notionPage'] !== undefined);
    const dispute = await at.vendors.stripe.getDispute(id);
    const task = await at.vendors.hubspot.tasks.get(opened.refs['hubspotTask'] ?? '');
    expect(task?.dueAt?.getTime()).toBeLessThan(dispute?.evidenceDueBy?.getTime() ?? 0);
    await at.happens('stripe/close-dispute', { dispute: id, outcome: 'lost' });
    const closed = await at.untilCase('disputes', id, isClosed);
    expect(await taskStatus(closed.refs['hubspotTask'])).toBe('COMPLETED');
    expect(await at.columns(closed.refs['notionPage'])).toMatchObject({ Status: 'Done', Outcome: 'lost' });
  });

  it('11 refunds: a ticket asks, a person says yes, the money goes back once', async () => {
    const payer = takePayer(({ contactId }) => contactId !== null);
    const charge = await lastCharge(payer);
    await at.fleet.client.workflows.change('refunds', {
      by: 'a test',
      set: { monthlyCapMinor: 1_000_000_000, approvalFromMinor: 0 },
    });
    const ticket = await makeTicket(
      { type: 'contacts', id: payer.contactId ?? '' },
      { subject: 'Please refund our last payment', hs_ticket_priority: 'LOW' },
    );
    await at.approve();
    await at.untilCase('refunds', `ticket:${ticket}`, isClosed);
    const { rows } = await at.vendors.stripe.listRefunds({ chargeId: charge, limit: 10 });
    expect(rows.map(({ status }) => status)).toEqual(['succeeded']);
  });
});

describe('customers', () => {
  it('2 closed-won: a deal that is won is billed, onboarded and told, after a yes', async () => {
    const companyId = await at.make('companies', { name: 'Buyer', domain: 'buyer.example' });
    const contactId = await at.make('contacts', { email: 'ada@buyer.example', firstname: 'Ada' });
    const { pipeline, stage } = await stageOf('deals', false);
    const dealId = await at.make('deals', {
      dealname: 'Buyer – Plus',
      amount: '297',
      deal_currency_code: 'EUR',
      dealtype: 'newbusiness',
      pipeline,
      dealstage: stage,
    });
    const lineId = await at.make('line_items', {
      name: 'Plus plan',
      hs_sku: 'plus',
      recurringbillingfrequency: 'monthly',
      quantity: '3',
      price: '99',
      amount: '297',
    });
    const tie = (fromType: string, fromId: string, toType: string, toId: string) =>
      at.vendors.hubspot.createAssociations({ fromType, toType }, [{ fromId, toId }]);
    await tie('contacts', contactId, 'companies', companyId);
    await tie('deals', dealId, 'companies', companyId);
    await tie('deals', dealId, 'contacts', contactId);
    await tie('deals', dealId, 'line_items', lineId);
    await at.happens(`deals/${dealId}/close`, { outcome: 'won', onboarding: false });
    await at.approve();
    const closed = await at.untilCase('closed-won', dealId, isClosed);
    expect(closed.reason).toBe('onboarded');
    const subscription = await at.vendors.stripe.getSubscription(closed.refs['stripeSubscription'] ?? '');
    expect(subscription).toMatchObject({
      collectionMethod: 'send_invoice',
      items: [{ quantity: 3 }],
      metadata: { hubspot_deal_id: dealId },
    });
    expect(await at.columns(closed.refs['notionPage'])).toMatchObject({ 'HubSpot ID': companyId });
  });

  it('12 lead routing: a new contact gets an owner and a task', async () => {
    await at.fleet.client.workflows.change('company', {
      by: 'a test',
      set: { defaultOwnerId: (await at.vendors.hubspot.listOwners())[0]?.id ?? '' },
    });
    const contactId = await at.make('contacts', { email: 'lead@somewhere-new.example', firstname: 'Lea' });
    const opened = await at.untilCase(
      'lead-routing',
      contactId,
      ({ refs }) => refs['hubspotTask'] !== undefined,
    );
    expect((await at.vendors.hubspot.getContact(contactId))?.ownerId).not.toBeNull();
    expect(await at.vendors.hubspot.tasks.get(opened.refs['hubspotTask'] ?? '')).toMatchObject({
      key: `lead-routing:${contactId}`,
      priority: 'HIGH',
    });
  });

  it('14 incidents: an urgent ticket becomes an incident, and ends in a post-mortem', async () => {
    const companyId = await at.make('companies', { name: 'Down', domain: 'down.example' });
    const ticket = await makeTicket(
      { type: 'companies', id: companyId },
      { subject: 'Everything is down', hs_ticket_priority: 'HIGH' },
    );
    const found = await until('the incident', async () => {
      const { cases } = await at.fleet.client.cases.list({ workflow: 'incidents', limit: 50 });
      return cases.find(
        ({ subject, refs }) =>
          subject['account'] === `company:${companyId}` && refs['notionPage'] !== undefined,
      );
    });
    expect(await at.columns(found.refs['notionPage'])).toMatchObject({ Kind: 'Incident', Status: 'Open' });
    const { stage } = await stageOf('tickets', true);
    await at.happens(`hubspot/tickets/${ticket}`, {
      properties: { hs_pipeline_stage: stage, closed_date: new Date().toISOString() },
    });
    await at.untilCase('incidents', found.key, isClosed);
    expect(await at.columns(found.refs['notionPage'])).toMatchObject({ Status: 'Done' });
  });

  it('15 privacy: a person goes everywhere after a yes', async () => {
    const email = 'vanishing@gone.example';
    const contactId = await at.make('contacts', { email, firstname: 'Vanishing' });
    const payer = idSchema.parse(await at.asPerson('/v1/customers', { email }));
    await until('somebody is known by both', async () => {
      const { customers } = await at.fleet.client.customers.list({ key: `stripe:customer:${payer.id}` });
      return customers.some(({ hubspotContactId }) => hubspotContactId === contactId);
    });
    await at.fleet.client.tasks.enqueue([
      { agent: 'coordinator', type: 'privacy.execute', payload: { email, requestedBy: 'desk' } },
    ]);
    await at.approve();
    await until(
      'the contact is erased',
      async () => (await at.vendors.hubspot.getContact(contactId)) === undefined,
    );
    await until(
      'the payer is deleted',
      async () => (await at.vendors.stripe.getCustomer(payer.id))?.deleted === true,
    );
    await until('nobody is known by the address', async () => {
      const { customers } = await at.fleet.client.customers.list({ query: email });
      return customers.length === 0;
    });
    expect(await at.run('coordinator', 'privacy.verify', {})).toEqual({ records: 1, isIntact: true });
  });
});

describe('days', () => {
  it('8 renewals: sixty days before a year ends there is a deal, and a page to prepare with', async () => {
    const { subscription } = takePayer((one) => one.subscription.items[0]?.interval === 'year');
    const end = subscription.currentPeriodEnd ?? new Date();
    const today = new Date(end.getTime() - 60 * DAY_MS).toISOString().slice(0, 10);
    await at.run('success', 'renewals.sweep', { today });
    const key = `${subscription.id}:${end.toISOString().slice(0, 10)}`;
    const opened = await at.untilCase('renewals', key, ({ refs }) => refs['notionPage'] !== undefined);
    expect(await at.vendors.hubspot.deals.get(opened.refs['deal'] ?? '')).toMatchObject({
      kind: 'existingbusiness',
      currency: subscription.currency.toUpperCase(),
    });
  });

  it('9 cancellations: notice calls for the owner, and the end, weeks later, closes it', async () => {
    const { subscription } = takePayer((one) => one.subscription.items[0]?.interval === 'month');
    await at.happens('stripe/cancel', { subscription: subscription.id, feedback: 'too_expensive' });
    const opened = await at.untilCase(
      'cancellations',
      subscription.id,
      ({ refs }) => refs['notionPage'] !== undefined,
    );
    expect(isOpen(opened)).toBe(true);
    await at.happens('clock', { advanceMs: 32 * DAY_MS });
    const closed = await at.untilCase('cancellations', subscription.id, isClosed);
    expect(closed.reason).toBe('ended');
    expect(await taskStatus(closed.refs['hubspotTask'])).toBe('COMPLETED');
    await at.fleet.untilIdle();
  });

  it('5 churn watch: points and their reasons stand at HubSpot', async () => {
    const now = z.object({ now: z.iso.datetime() }).parse(await at.happens('clock', { advanceMs: 0 })).now;
    await at.run('success', 'churn.sweep', { today: now.slice(0, 10) });
    const read = [
      { name: 'sherpa_churn_points', type: 'number' },
      { name: 'sherpa_churn_reasons', type: 'string' },
    ];
    const { rows } = await at.vendors.hubspot.objects('companies', read).list({ limit: 100 });
    const marked = rows.filter(({ values }) => Number(values['sherpa_churn_points'] ?? 0) > 0);
    expect(marked.length).toBeGreaterThan(0);
    expect(marked.every(({ values }) => String(values['sherpa_churn_reasons']).length > 3)).toBe(true);
  });

  it('4 digest: the night has its page', async () => {
    const { now } = z.object({ now: z.iso.datetime() }).parse(await at.happens('clock', { advanceMs: 0 }));
    await at.run('insights', 'digest.write', { today: now.slice(0, 10) });
    const sources = await at.vendors.notion.searchDataSources({ text: 'Operations', limit: 10 });
    const source = sources.rows.find(({ title }) => title === 'Operations');
    const digests = await at.vendors.notion.queryDataSource({
      dataSourceId: source?.id ?? '',
      limit: 100,
      filters: [{ property: 'Sherpa Key', type: 'rich_text', equals: `digest:${now.slice(0, 10)}` }],
    });
    expect(digests.rows).toHaveLength(1);
  });

  it('13 hygiene: the patrol has its page', async () => {
    const result = await at.run('insights', 'hygiene.patrol', {});
    expect(result).toMatchObject(expect.anything());
    const { cases } = await at.fleet.client.cases.list({ workflow: 'hygiene', limit: 10 });
    expect(await at.columns(cases[0]?.refs['notionPage'])).toMatchObject({ Kind: 'Hygiene' });
  });

  it('6 identity review: two of one telephone are asked about in Notion, and answered there', async () => {
    const twin = { firstname: 'Ida', lastname: 'Twin', phone: '+4930901820' };
    await at.make('contacts', { ...twin, email: 'ida@one.example' });
    await at.make('contacts', { ...twin, email: 'ida@two.example' });
    const page = await until('the question is asked', async () => {
      await at.run('insights', 'identity.review', {});
      const { cases } = await at.fleet.client.cases.list({
        workflow: 'identity-review',
        status: 'open',
        limit: 50,
      });
      return cases.find(({ key, refs }) => !key.startsWith('payer:') && refs['notionPage'] !== undefined);
    });
    const rich = [{ type: 'text', text: { content: 'reject' } }];
    await at.happens(`notion/pages/${page.refs['notionPage'] ?? ''}`, {
      properties: { Outcome: { rich_text: rich } },
    });
    await at.untilCase('identity-review', page.key, isClosed);
    expect(await at.columns(page.refs['notionPage'])).toMatchObject({ Status: 'Done' });
  });

  it('7 answers: a question is answered with a sentence and its page', async () => {
    const answer = await at.run('knowledge', 'question.answer', {
      question: 'Who decides about a refund of up to 100 EUR?',
    });
    expect(JSON.stringify(answer)).toContain('support decides');
  });
});

it('nothing was made twice, and nothing is stuck', async () => {
  await at.fleet.untilIdle();
  const { effects } = await at.sandbox.books();
  expect(effects.filter(({ creates }) => creates > 1)).toEqual([]);
  expect((await at.fleet.client.status()).tasks.failed).toBe(0);
});
