import { describe, expect, test } from 'vitest';
import type { ContactPayload } from './contact-payload.ts';
import { contactSource } from './contact-source.ts';

const contact = (over: Partial<ContactPayload> = {}): ContactPayload => ({
  id: '1',
  email: 'ada@x.example',
  additionalEmails: [],
  firstName: 'Ada',
  lastName: 'Lovelace',
  phone: null,
  countryCode: null,
  companyName: null,
  companyId: null,
  ownerId: null,
  lifecycleStage: null,
  stripeCustomerId: null,
  mergedIds: [],
  archived: false,
  createdAt: new Date(0),
  modifiedAt: new Date(5),
  ...over,
});

describe('contactSource', () => {
  test('a contact is known by its id, those merged into it, each address once, and its payer', () => {
    const { keys } = contactSource(
      contact({
        mergedIds: ['2'],
        additionalEmails: ['ADA@x.example', 'a@y.example'],
        stripeCustomerId: 'cus_1',
      }),
    );
    expect(keys).toEqual([
      'hubspot:contact:1',
      'hubspot:contact:2',
      'email:ada@x.example',
      'email:a@y.example',
      'stripe:customer:cus_1',
    ]);
  });

  test('a name of blanks is no name', () => {
    expect(contactSource(contact({ firstName: ' ', lastName: null })).fields.name).toBeNull();
    expect(contactSource(contact({ firstName: ' Ada ', lastName: null })).fields.name).toBe('Ada');
  });

  test('a number says where it is from', () => {
    const { fields } = contactSource(contact({ phone: '030 1234567', countryCode: 'DE' }));
    expect(fields).toMatchObject({ phone: '030 1234567', country: 'DE' });
  });

  test('its version is when HubSpot last changed it', () => {
    expect(contactSource(contact()).version).toBe(5);
  });
});
