import type { Customer, CustomerReview, Explanation } from '@sherpa/api';
import { describe, expect, it } from 'vitest';
import { toCustomerTable, toExplanationLines } from './show-customer.ts';

const at = '2026-11-01T00:00:00.000Z';

const customer: Customer = {
  id: '0190f3d2-0000-7000-8000-000000000001',
  kind: 'person',
  name: 'Ada',
  email: null,
  phone: null,
  company: null,
  jobTitle: null,
  domain: null,
  ownerId: null,
  lifecycleStage: null,
  emailOptOut: null,
  hubspotContactId: '1',
  hubspotCompanyId: null,
  stripeCustomerId: null,
  stripeCustomerIds: [],
  billingEmail: null,
  taxIds: [],
  subscriptionStatus: null,
  monthlyRevenue: {},
  receivable: {},
  balanceMinor: null,
  currency: null,
  delinquent: null,
  healthNotes: null,
  playbook: null,
  onboardingStatus: null,
  riskScore: null,
  version: 1,
  deletedAt: null,
  createdAt: at,
  updatedAt: at,
};

const review: CustomerReview = {
  id: '0190f3d2-0000-7000-8000-000000000002',
  kind: 'suggestion',
  a: 'phone:+4930123456',
  b: '',
  subjects: ['hubspot:contact:1', 'stripe:customer:cus_1'],
  reason: 'alike',
  status: 'open',
  decidedBy: null,
  decisionReason: null,
  createdAt: at,
  decidedAt: null,
};

const explained: Explanation = {
  customer,
  accountId: null,
  fields: [
    {
      field: 'name',
      value: 'Ada',
      system: 'hubspot',
      objectType: 'contact',
      externalId: '1',
      at,
      rule: 'owner',
    },
  ],
  drift: [{ field: 'name', system: 'stripe', objectType: 'customer', externalId: 'cus_1', value: 'A. L.' }],
  objects: [
    { node: 'hubspot:contact:1', deleted: false, mergedInto: null },
    { node: 'hubspot:contact:2', deleted: true, mergedInto: 'hubspot:contact:1' },
  ],
  edges: [
    {
      a: 'hubspot:contact:1',
      b: 'stripe:customer:cus_1',
      kind: 'manual',
      strength: 'strong',
      evidence: { by: 'ada', reason: 'one desk' },
      createdBy: 'ada',
      since: at,
    },
  ],
  reviews: [review],
};

describe('a customer for a person to read', () => {
  it('has every reason and nothing that is empty', () => {
    expect(toExplanationLines(explained)).toEqual([
      'id                  0190f3d2-0000-7000-8000-000000000001',
      'kind                person',
      'name                Ada',
      'hubspotContactId    1',
      'version             1',
      `createdAt           ${at}`,
      `updatedAt           ${at}`,
      '',
      'fields',
      'FIELD  VALUE  SOURCE             AT          RULE',
      'name   Ada    hubspot:contact:1  2026-11-01  owner',
      '',
      'other systems say otherwise',
      '  name: A. L. (stripe:customer:cus_1)',
      '',
      'objects',
      '  hubspot:contact:1',
      '  hubspot:contact:2  merged into hubspot:contact:1',
      '',
      'ties',
      '  hubspot:contact:1  manual (strong, by ada: one desk)  stripe:customer:cus_1',
      '',
      'open reviews',
      `  ${review.id}  suggestion: alike, phone:+4930123456 (hubspot:contact:1, stripe:customer:cus_1)`,
    ]);
  });

  it('has its money as people write it', () => {
    const paying = {
      ...customer,
      monthlyRevenue: { eur: 490_000, jpy: 4_900 },
      balanceMinor: -5,
      currency: 'eur',
    };
    const lines = toExplanationLines({ ...explained, customer: paying });
    expect(lines).toContain('monthlyRevenue      4,900.00 EUR, 4,900 JPY');
    expect(lines).toContain('balance             -0.05 EUR');
    expect(toCustomerTable([paying])[1]).toMatch(/4,900\.00 EUR, 4,900 JPY +-$/u);
  });
});
