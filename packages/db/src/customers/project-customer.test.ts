import { describe, expect, it } from 'vitest';
import type { CustomerSource } from './customer-source.ts';
import { projectCustomer } from './project-customer.ts';

const source = (objectType: string, over: Partial<CustomerSource> = {}): CustomerSource => ({
  system: 'stripe',
  objectType,
  externalId: `${objectType}-1`,
  keys: [],
  fields: {},
  version: 1,
  deleted: false,
  ...over,
});

describe('the customer that vendor objects describe', () => {
  it('is nobody where only subscriptions and invoices are left', () => {
    const payer = source('customer', { fields: { name: 'Ada' } });
    const money = [source('subscription', { fields: { status: 'canceled' } }), source('invoice')];
    expect(projectCustomer([...money, { ...payer, deleted: true }])).toBeNull();
    expect(projectCustomer(money)).toBeNull();
    expect(projectCustomer([...money, payer])).toMatchObject({ name: 'Ada', subscriptionStatus: 'canceled' });
  });
});
