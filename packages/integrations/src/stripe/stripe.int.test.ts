import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAll } from '../testing/read-all.ts';
import { startSandboxClients, type SandboxClients } from '../testing/sandbox.ts';
import { monthlyRevenueMinor } from './monthly-revenue.ts';

describe('Stripe’s client with the sandbox', () => {
  let clients: SandboxClients;
  beforeAll(async () => {
    clients = await startSandboxClients(120);
  });
  afterAll(() => clients.stop());

  it('lists every customer once, page by page, and gets each alike', async () => {
    const rows = await readAll((startingAfter) => clients.stripe.listCustomers({ limit: 10, startingAfter }));
    expect(rows.length).toBeGreaterThan(10);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    await expect(clients.stripe.getCustomer(rows[0]?.id ?? '')).resolves.toEqual(rows[0]);
  });

  it('lists subscriptions with their items, the ended ones too', async () => {
    const rows = await readAll((startingAfter) =>
      clients.stripe.listSubscriptions({ limit: 50, startingAfter }),
    );
    expect(rows.some(({ status }) => status === 'canceled')).toBe(true);
    expect(rows.every(({ items, currentPeriodEnd }) => items.length > 0 && currentPeriodEnd !== null)).toBe(
      true,
    );
    expect(rows.map(monthlyRevenueMinor).every(Number.isSafeInteger)).toBe(true);
    await expect(clients.stripe.getSubscription(rows[0]?.id ?? '')).resolves.toEqual(rows[0]);
  });

  it('ties invoices to their customer and subscription', async () => {
    const rows = await readAll((startingAfter) => clients.stripe.listInvoices({ limit: 50, startingAfter }));
    expect(rows.length).toBeGreaterThan(0);
    expect(
      rows.some(({ customerId, subscriptionId }) => customerId !== null && subscriptionId !== null),
    ).toBe(true);
    await expect(clients.stripe.getInvoice(rows[0]?.id ?? '')).resolves.toEqual(rows[0]);
  });

  it('has nothing for an id that is not there', async () => {
    await expect(clients.stripe.getCustomer('cus_none')).resolves.toBeUndefined();
  });

  it('creates a customer once under a key, and finds it by that key and nothing by another', async () => {
    const since = new Date();
    const ada = { key: 'sherpa:1:create', email: 'Ada@x.example', name: 'Ada', metadata: { plan: 'a' } };
    const created = await clients.stripe.createCustomer(ada);
    expect(created).toMatchObject({ email: 'Ada@x.example', name: 'Ada', metadata: { plan: 'a' } });
    await expect(clients.stripe.createCustomer(ada)).resolves.toEqual(created);
    const { key, email } = ada;
    await expect(clients.stripe.findCreatedCustomer({ key, email, since })).resolves.toEqual(created);
    await expect(clients.stripe.findCreatedCustomer({ key, email: null, since })).resolves.toEqual(created);
    await expect(
      clients.stripe.findCreatedCustomer({ key: 'sherpa:2:create', email, since }),
    ).resolves.toBeUndefined();
  });

  it('refuses a key that was used with another customer', async () => {
    const ada = { key: 'sherpa:3:create', email: null, name: 'Ada' };
    await clients.stripe.createCustomer(ada);
    await expect(clients.stripe.createCustomer({ ...ada, name: 'Eve' })).rejects.toMatchObject({
      code: 'integration_rejected',
      details: { vendorType: 'idempotency_error' },
    });
  });
});
