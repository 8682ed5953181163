import type { StripeCustomer } from '@sherpa/integrations/stripe';
import { describe, expect, test } from 'vitest';
import { payerSource } from './payer-source.ts';

const askedAt = new Date(1_000);
const payer = (over: Partial<StripeCustomer> = {}): StripeCustomer => ({
  id: 'cus_1',
  email: ' Ada@X.example ',
  name: 'Ada',
  phone: null,
  country: null,
  currency: 'eur',
  balanceMinor: 0,
  delinquent: false,
  metadata: {},
  testClockId: null,
  created: new Date(0),
  deleted: false,
  ...over,
});

describe('payerSource', () => {
  test('a payer is tied by its address, whatever its case', () => {
    expect(payerSource(payer(), askedAt).keys).toEqual(['stripe:customer:cus_1', 'email:ada@x.example']);
  });

  test('a payer is tied by the contact and the company that somebody wrote down', () => {
    const metadata = { hubspot_contact_id: '7', hubspot_company_id: '9' };
    expect(payerSource(payer({ metadata }), askedAt).keys).toEqual([
      'stripe:customer:cus_1',
      'hubspot:contact:7',
      'hubspot:company:9',
      'email:ada@x.example',
    ]);
  });

  test('a payer says where its number is from', () => {
    expect(payerSource(payer({ phone: '030 1234567', country: 'DE' }), askedAt).fields).toMatchObject({
      phone: '030 1234567',
      country: 'DE',
    });
  });

  test('an address that is none ties to nobody', () => {
    expect(payerSource(payer({ email: 'nobody' }), askedAt).keys).toEqual(['stripe:customer:cus_1']);
  });

  test('a deleted payer keeps its key and says nothing', () => {
    expect(payerSource({ id: 'cus_1', deleted: true }, askedAt)).toMatchObject({ deleted: true, fields: {} });
  });
});
