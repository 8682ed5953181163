import { describe, expect, it } from 'vitest';
import { toContact } from './contact.ts';
import { recordSchema } from './property-value.ts';

const contactOf = (properties: Record<string, string | null>, rest: Record<string, unknown> = {}) =>
  toContact(recordSchema.parse({ id: '501', properties, ...rest }), ['plan_tier', 'not_set']);

describe('toContact', () => {
  it('maps a full contact', () => {
    const contact = contactOf(
      {
        email: 'ada@x.test',
        hs_additional_emails: 'ada@y.test;ada@z.test',
        firstname: 'Ada',
        lastname: 'Lovelace',
        phone: '+44 1',
        hs_country_region_code: 'GB',
        company: 'Engines',
        associatedcompanyid: '77',
        hubspot_owner_id: '9',
        lifecyclestage: 'customer',
        stripe_customer_id: 'cus_1',
        lastmodifieddate: '2026-03-02T00:00:00Z',
        plan_tier: 'gold',
      },
      { createdAt: new Date('2026-03-01T00:00:00Z'), updatedAt: new Date('2026-03-05T00:00:00Z') },
    );
    expect(contact).toEqual({
      id: '501',
      email: 'ada@x.test',
      additionalEmails: ['ada@y.test', 'ada@z.test'],
      firstName: 'Ada',
      lastName: 'Lovelace',
      phone: '+44 1',
      countryCode: 'GB',
      companyName: 'Engines',
      companyId: '77',
      ownerId: '9',
      lifecycleStage: 'customer',
      stripeCustomerId: 'cus_1',
      lastContactedAt: null,
      mergedIds: [],
      archived: false,
      createdAt: new Date('2026-03-01T00:00:00Z'),
      modifiedAt: new Date('2026-03-02T00:00:00Z'),
      custom: { plan_tier: 'gold', not_set: null },
      problems: [],
    });
  });

  it('takes empty strings for nothing', () => {
    expect(contactOf({ email: '', firstname: ' ', hubspot_owner_id: '' })).toMatchObject({
      email: null,
      firstName: null,
      ownerId: null,
      createdAt: null,
      modifiedAt: null,
    });
  });

  it('collects merged ids of both properties, never its own', () => {
    const contact = contactOf({
      hs_merged_object_ids: '11;22;501',
      hs_calculated_merged_vids: '22:1700000000000;33:1700000000001',
    });
    expect(contact.mergedIds).toEqual(['11', '22', '33']);
  });

  it('falls back to the other creation date where one is no moment', () => {
    const contact = contactOf({ createdate: '1772359200123' }, { createdAt: new Date('nonsense') });
    expect(contact.createdAt).toEqual(new Date(1_772_359_200_123));
  });
});
