import { expect, test } from 'vitest';
import { makeBooks } from '../books.ts';
import { makeMovableClock } from '../clock.ts';
import type { ObjectStore } from '../hubspot/object-store.ts';
import { isLive } from '../hubspot/record.ts';
import { vendorLimits } from '../limits/settings.ts';
import { subscriptionStatuses } from '../stripe/records/billing.ts';
import { makeWorld } from './make-world.ts';

const make = (seed: number, contacts: number) =>
  makeWorld({
    seed,
    contacts,
    clock: makeMovableClock({ now: () => new Date('2026-11-22T10:00:00Z') }),
    limits: vendorLimits(),
    books: makeBooks(),
  });

const liveOf = (store: ObjectStore) => store.records.filter(isLive);

const facts = ({ hubspot, stripe, notion }: ReturnType<typeof make>) =>
  JSON.stringify([
    Object.values(hubspot.stores).map(({ records }) =>
      records.map((record) => [record.id, record.version.modifiedMs, ...record.version.values]),
    ),
    stripe.customers.items,
    stripe.subscriptions.items,
    stripe.invoices.items,
    stripe.events.items,
    [...notion.pages.values()].map((page) => [page.id, page.editedMs, ...page.values]),
  ]);

test('the same seed makes the same world, another seed another', () => {
  expect(facts(make(7, 120))).toBe(facts(make(7, 120)));
  expect(facts(make(7, 120))).not.toBe(facts(make(8, 120)));
});

test('the usual world has 1,000 contacts, 200 companies, 400 customers and 25 past due', () => {
  const { hubspot, stripe } = make(1, 1_000);
  expect(liveOf(hubspot.stores.contacts)).toHaveLength(1_000);
  expect(liveOf(hubspot.stores.companies)).toHaveLength(200);
  expect(stripe.customers.items).toHaveLength(400);
  const pastDue = stripe.subscriptions.items.filter((one) => one.status === 'past_due');
  expect(pastDue).toHaveLength(25);
  const statuses = new Set(stripe.subscriptions.items.map((one) => one.status));
  expect([...statuses].toSorted()).toEqual([...subscriptionStatuses].toSorted());
});

test('Notion ties its accounts to the other vendors by what people typed in', () => {
  const { hubspot, stripe, notion } = make(1, 1_000);
  const [onboarding] = [...notion.dataSources.values()].filter(
    ({ title }) => title === 'Customer onboarding',
  );
  const textOf = (page: NonNullable<typeof onboarding>['rows'][number], id: string) => {
    const value = page.values.get(id);
    return value?.kind === 'text' ? value.parts.map(({ content }) => content).join('') : '';
  };
  const companies = new Set(hubspot.stores.companies.records.map(({ id }) => id));
  const customers = new Set(stripe.customers.items.map(({ id }) => id));
  const rows = onboarding?.rows ?? [];
  const hubspotIds = rows.map((page) => textOf(page, 'hs=i'));
  expect(rows).toHaveLength(42);
  expect(hubspotIds.filter((id) => companies.has(id)).length).toBeGreaterThan(20);
  expect(hubspotIds.filter((id) => id !== '' && !companies.has(id)).length).toBeGreaterThan(0);
  expect(rows.filter((page) => customers.has(textOf(page, 'sp=i'))).length).toBeGreaterThan(15);
  expect(rows.some((page) => page.isTrashed)).toBe(true);
});

test('customers and contacts overlap in every way the vendors allow', () => {
  const { hubspot, stripe } = make(1, 1_000);
  const emails = new Set(
    liveOf(hubspot.stores.contacts).flatMap((record) => record.version.values.get('email') ?? []),
  );
  const given = stripe.customers.items.flatMap((customer) => customer.email ?? []);
  const exact = given.filter((email) => emails.has(email));
  const otherCase = given.filter((email) => !emails.has(email) && emails.has(email.toLowerCase()));
  expect(exact.length).toBeGreaterThan(200);
  expect(new Set(exact).size).toBeLessThan(exact.length);
  expect(otherCase.length).toBeGreaterThan(20);
  const keys = stripe.customers.items.flatMap((customer) => Object.keys(customer.metadata));
  expect(new Set(keys)).toEqual(new Set(['hubspot_contact_id', 'hubspot_company_id']));
  expect(emails.size).toBe(960);
});

test('every date lies in the past, in the order in which things happen', () => {
  const { hubspot, stripe } = make(3, 500);
  const nowMs = Date.parse('2026-11-22T10:00:00Z');
  for (const record of hubspot.stores.contacts.records) {
    expect(record.createdAtMs).toBeLessThanOrEqual(record.version.modifiedMs);
    expect(record.version.modifiedMs).toBeLessThanOrEqual(nowMs);
  }
  for (const subscription of stripe.subscriptions.items) {
    const customer = stripe.customers.get(subscription.customerId);
    expect(subscription.created).toBeGreaterThanOrEqual(customer!.created);
    expect(subscription.endedAt ?? nowMs / 1_000).toBeGreaterThanOrEqual(subscription.created);
  }
  for (const invoice of stripe.invoices.items) expect(invoice.created).toBeLessThanOrEqual(nowMs / 1_000);
});

test('a small world has one past-due customer whose contact has an owner at work', () => {
  const { hubspot, stripe } = make(5, 25);
  const owners = new Set(hubspot.owners.filter((owner) => !owner.archived).map((owner) => owner.id));
  const pastDue = stripe.subscriptions.items.filter((one) => one.status === 'past_due');
  const ownerIds = pastDue.map((subscription) => {
    const email = stripe.customers.get(subscription.customerId)?.email ?? '';
    return hubspot.stores.contacts.holder('email', email)?.version.values.get('hubspot_owner_id') ?? '';
  });
  expect(ownerIds.some((id) => owners.has(id))).toBe(true);
});

test.each([0, 1, 3])('a world of %i contacts can be made', (contacts) => {
  expect(make(1, contacts).hubspot.stores.contacts.records).toHaveLength(contacts);
});

test('deals have moved along the portal’s own stages for eighteen months, with line items and a company', () => {
  const { hubspot } = make(1, 1_000);
  const { stores, pipelines, associations } = hubspot;
  const deals = liveOf(stores.deals);
  expect(deals).toHaveLength(300);
  const stages = pipelines.deals.flatMap((pipeline) => pipeline.stages);
  const byStage = new Map(stages.map((stage) => [stage.id, stage]));
  const won = deals.filter((deal) => {
    const stage = byStage.get(deal.version.values.get('dealstage') ?? '');
    return stage?.metadata['isClosed'] === 'true' && stage.metadata['probability'] === '1.0';
  });
  expect(won.length).toBeGreaterThan(50);
  expect(stages.some(({ id }) => id.startsWith('closed'))).toBe(false);
  for (const deal of deals) {
    expect(associations.of({ type: 'deals', id: deal.id }, 'line_items').length).toBeGreaterThan(0);
    expect(byStage.has(deal.version.values.get('dealstage') ?? '')).toBe(true);
  }
});

test('some people were merged, archived and erased, beside those who live', () => {
  const { hubspot } = make(1, 1_000);
  const { records } = hubspot.stores.contacts;
  const merged = records.filter(({ ending }) => ending?.kind === 'merged');
  // Ten pairs, and the first one's survivor with another twin.
  expect(merged).toHaveLength(22);
  for (const { id } of merged) {
    const survivor = hubspot.stores.contacts.resolve(id);
    expect(survivor?.ending).toBeNull();
    expect(survivor?.version.values.get('hs_merged_object_ids')?.split(';')).toContain(id);
    expect(hubspot.associations.of({ type: 'contacts', id }, 'companies')).toEqual([]);
  }
  const purged = records.filter(({ ending }) => ending?.kind === 'purged');
  expect(purged.map((record) => record.version.values.size)).toEqual([0, 0, 0]);
  expect(hubspot.blocklist.size).toBe(3);
  const archived = records.filter((record) => !isLive(record) && record.ending === null);
  expect(archived).toHaveLength(10);
  expect(archived.filter((record) => hubspot.stores.contacts.isArchived(record)).length).toBeLessThan(10);
});
