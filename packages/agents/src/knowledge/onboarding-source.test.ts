import { describe, expect, test } from 'vitest';
import { onboardingSource } from './onboarding-source.ts';
import type { PagePayload } from './page-payload.ts';

const page = (values: Readonly<Record<string, unknown>>): PagePayload => ({
  id: 'p1',
  url: '',
  title: 'Onboarding',
  parent: { type: 'data_source', id: 'd1' },
  properties: Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      { type: Array.isArray(value) ? 'relation' : 'rich_text', value },
    ]),
  ),
  inTrash: false,
  editedAt: new Date(60_000),
});

const keysOf = (values: Readonly<Record<string, unknown>>): readonly string[] | undefined =>
  onboardingSource(page(values), new Map())?.keys;

describe('an onboarding page', () => {
  test.each([
    [{ 'HubSpot ID': ' 71 ' }, ['notion:page:p1', 'hubspot:company:71']],
    [{ 'HubSpot ID': 71 }, ['notion:page:p1', 'hubspot:company:71']],
    [
      { 'HubSpot ID': 'https://app.hubspot.com/contacts/1/record/0-2/72' },
      ['notion:page:p1', 'hubspot:company:72'],
    ],
    [
      { 'hubspot id': 'https://app.hubspot.com/contacts/1/record/0-1/73' },
      ['notion:page:p1', 'hubspot:contact:73'],
    ],
    [{ 'HubSpot Contact ID': '74' }, ['notion:page:p1', 'hubspot:contact:74']],
    [
      { 'Stripe ID': 'https://dashboard.stripe.com/customers/cus_A1', 'HubSpot ID': '7' },
      ['notion:page:p1', 'hubspot:company:7', 'stripe:customer:cus_A1'],
    ],
  ])('names whom people typed into it: %j', (values, keys) => {
    expect(keysOf(values)).toEqual(keys);
  });

  test.each([{}, { 'HubSpot ID': '' }, { 'HubSpot ID': 'ask Tom' }, { 'Stripe ID': null }])(
    'that names nobody is no source: %j',
    (values) => {
      expect(keysOf(values)).toBeUndefined();
    },
  );

  test('says its status, its playbooks by their titles, and how the customer does', () => {
    const values = { 'Stripe ID': 'cus_1', Status: 'Live', Playbook: ['b1', 'b2'], Health: 'At risk' };
    expect(onboardingSource(page(values), new Map([['b1', 'Kick-off call']]))).toMatchObject({
      fields: { onboardingStatus: 'Live', playbook: 'Kick-off call', healthNotes: 'At risk' },
      version: 60_000,
    });
  });
});
