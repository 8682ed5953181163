import { expect } from 'vitest';
import { stripeEventTypes } from '../../stripe/event-types.ts';
import { isOurKey } from '../../stripe/our-key.ts';
import type { ContractCase } from './contract.ts';
import { charged, draft, item, newCustomer, newKey, type Account } from './stripe-given.ts';

type Case = ContractCase<Account>;

const readCases: readonly Case[] = [
  {
    name: 'tells whose account it is, and refuses a key that is not its own',
    run: async ({ askAccount, stranger }) => {
      await expect(askAccount()).resolves.toMatchObject({ id: expect.stringMatching(/^acct_/u) });
      await expect(stranger.listCustomers({ limit: 1 })).rejects.toMatchObject({
        code: 'integration_unauthorized',
      });
    },
  },
  {
    name: 'steps through a listing by ids alone',
    run: async ({ stripe }) => {
      const { rows } = await stripe.listProducts({ limit: 2 });
      const first = await stripe.skipObject('product', {});
      const second = await stripe.skipObject('product', { startingAfter: first.id });
      expect([first.id, second.id]).toEqual(rows.map(({ id }) => id));
    },
  },
  {
    name: 'lists every kind, gives what it lists by its id, and nothing for an id that is not there',
    run: async ({ stripe }) => {
      const kinds = [
        ['customer', stripe.listCustomers, stripe.getCustomer],
        ['product', stripe.listProducts, stripe.getProduct],
        ['price', stripe.listPrices, stripe.getPrice],
        ['subscription', stripe.listSubscriptions, stripe.getSubscription],
        ['invoice', stripe.listInvoices, stripe.getInvoice],
        ['payment_intent', stripe.listPaymentIntents, stripe.getPaymentIntent],
        ['charge', stripe.listCharges, stripe.getCharge],
        ['refund', stripe.listRefunds, stripe.getRefund],
        ['dispute', stripe.listDisputes, stripe.getDispute],
        ['credit_note', stripe.listCreditNotes, stripe.getCreditNote],
        ['balance_transaction', stripe.listBalanceTransactions, stripe.getBalanceTransaction],
      ] as const;
      for (const [type, list, get] of kinds) {
        const { rows } = await list({ limit: 1 });
        await expect(get(`${type}_none`), type).resolves.toBeUndefined();
        const [first] = rows;
        if (first === undefined) continue;
        await expect(get(first.id), type).resolves.toEqual(first);
        await expect(stripe.getObject({ type, id: first.id }), type).resolves.toEqual(first);
      }
    },
  },
];

const customerCases: readonly Case[] = [
  {
    name: 'makes a customer once under a key, changes it, and still tells of it when it is deleted',
    run: async (account) => {
      const { stripe } = account;
      const since = new Date(Date.now() - 60_000);
      const asked = { key: newKey(account), email: `${account.newName()}@example.com`, name: account.prefix };
      const made = await stripe.createCustomer(asked);
      await expect(stripe.createCustomer(asked)).resolves.toEqual(made);
      await expect(stripe.createCustomer({ ...asked, name: 'Other' })).rejects.toMatchObject({
        code: 'integration_rejected',
        details: { vendorType: 'idempotency_error' },
      });
      const { key, email } = asked;
      await expect(stripe.findCreatedCustomer({ key, email, since })).resolves.toEqual(made);
      const changes = { key: newKey(account), name: null, phone: '42', metadata: { tier: '1' } };
      await expect(stripe.updateCustomer(made.id, changes)).resolves.toMatchObject({
        name: null,
        phone: '42',
        metadata: { tier: '1' },
      });
      await expect(stripe.deleteCustomer(made.id, { key: newKey(account) })).resolves.toBe(true);
      await expect(stripe.deleteCustomer(made.id, { key: newKey(account) })).resolves.toBe(false);
      await expect(stripe.getCustomer(made.id)).resolves.toEqual({ id: made.id, deleted: true });
    },
  },
  {
    name: 'gives a customer a link to its own billing',
    sandboxOnly: 'the portal has to be set up by hand',
    run: async (account) => {
      const { id } = await newCustomer(account);
      const wanted = { key: newKey(account), customerId: id, returnUrl: 'https://example.com/account' };
      const { url } = await account.stripe.createPortalSession(wanted);
      expect(url).toMatch(/^https?:/u);
    },
  },
  {
    name: 'bills a subscription, changes its plan, and ends it however often it is asked',
    run: async (account) => {
      const { stripe, priceId, dearerPriceId } = account;
      const since = new Date(Date.now() - 60_000);
      const { id: customerId } = await newCustomer(account);
      const asked = {
        key: newKey(account),
        customerId,
        items: [{ priceId, quantity: 2 }],
        daysUntilDue: 30,
      };
      const made = await stripe.createSubscription(asked);
      expect(made).toMatchObject({ status: 'active', collectionMethod: 'send_invoice' });
      const { key } = asked;
      await expect(stripe.findCreatedSubscription({ key, customerId, since })).resolves.toMatchObject({
        id: made.id,
      });
      await expect(stripe.getInvoice(made.latestInvoiceId ?? '')).resolves.toMatchObject({
        customerId,
        subscriptionId: made.id,
      });
      const changed = await stripe.updateSubscription(made.id, {
        key: newKey(account),
        items: [{ id: made.items[0]?.id ?? '', priceId: dearerPriceId, quantity: 3 }],
        proration: 'none',
        cancelAtPeriodEnd: true,
      });
      expect(changed).toMatchObject({
        items: [{ priceId: dearerPriceId, quantity: 3 }],
        cancelAtPeriodEnd: true,
      });
      const cancellation = { key: newKey(account) };
      for (let times = 0; times < 2; times += 1) {
        await expect(stripe.cancelSubscription(made.id, cancellation)).resolves.toMatchObject({
          status: 'canceled',
        });
      }
      const { rows } = await stripe.listSubscriptions({ customerId, limit: 10 });
      expect(rows).toMatchObject([{ id: made.id, status: 'canceled' }]);
    },
  },
];

const moneyCases: readonly Case[] = [
  {
    name: 'drafts, fills, finalizes and voids an invoice, each once',
    run: async (account) => {
      const { stripe } = account;
      const since = new Date(Date.now() - 60_000);
      const { key, customerId, invoice } = await draft(account);
      const { asked, made } = await item(account, customerId, invoice.id);
      await expect(stripe.createInvoiceItem(asked)).resolves.toEqual(made);
      await expect(
        stripe.findCreatedInvoiceItem({ key: asked.key, customerId, since }),
      ).resolves.toMatchObject({ id: made.id });
      await expect(stripe.getInvoiceItem(made.id)).resolves.toMatchObject({ id: made.id });
      const waiting = await stripe.listInvoiceItems({ customerId, limit: 10 });
      expect(waiting.rows).toMatchObject([{ id: made.id }]);
      await expect(stripe.findCreatedInvoice({ key, customerId, since })).resolves.toMatchObject({
        id: invoice.id,
      });
      const action = { key: newKey(account) };
      const open = await stripe.finalizeInvoice(invoice.id, action);
      expect(open).toMatchObject({ status: 'open', amountDueMinor: 1_000 });
      await expect(stripe.finalizeInvoice(invoice.id, action)).resolves.toMatchObject({ status: 'open' });
      expect(await stripe.listInvoiceLines(invoice.id)).toMatchObject([{ amountMinor: 1_000 }]);
      const voided = await stripe.voidInvoice(invoice.id, { key: newKey(account) });
      expect(voided.status).toBe('void');
    },
  },
  {
    name: 'shows the credit note on an invoice',
    run: async (account) => {
      const { stripe } = account;
      const { customerId, invoice } = await draft(account);
      await item(account, customerId, invoice.id);
      await stripe.finalizeInvoice(invoice.id, { key: newKey(account) });
      const note = await account.sdk((client) =>
        client.creditNotes.create({ invoice: invoice.id, amount: 300 }, { idempotencyKey: newKey(account) }),
      );
      await expect(stripe.getCreditNote(note.id)).resolves.toMatchObject({ amountMinor: 300 });
      const notes = await stripe.listCreditNotes({ invoiceId: invoice.id, limit: 10 });
      expect(notes.rows).toMatchObject([{ id: note.id, invoiceId: invoice.id }]);
      await stripe.listInvoicePayments({ invoiceId: invoice.id, limit: 10 });
    },
  },
  {
    name: 'gives money back once',
    run: async (account) => {
      const { stripe } = account;
      const since = new Date(Date.now() - 60_000);
      const { customerId, intent } = await charged(account);
      const chargeId = intent?.latestChargeId ?? '';
      const charge = await stripe.getCharge(chargeId);
      expect(charge).toMatchObject({ status: 'succeeded', amountMinor: 800, currency: 'eur' });
      const { rows } = await stripe.listCharges({ customerId, limit: 10 });
      expect(rows.map(({ id }) => id)).toEqual([chargeId]);
      await expect(stripe.getBalanceTransaction(charge?.balanceTransactionId ?? '')).resolves.toMatchObject({
        type: 'charge',
        sourceId: chargeId,
      });
      const asked = { key: newKey(account), chargeId, amountMinor: 300, reason: 'duplicate' } as const;
      const refund = await stripe.createRefund(asked);
      expect(refund).toMatchObject({ amountMinor: 300, reason: 'duplicate' });
      await expect(stripe.createRefund(asked)).resolves.toMatchObject({ id: refund.id });
      const { key } = asked;
      await expect(stripe.findCreatedRefund({ key, chargeId, since })).resolves.toMatchObject({
        id: refund.id,
      });
    },
  },
];

const newsCases: readonly Case[] = [
  {
    name: 'lists checkout sessions and webhook endpoints',
    run: async (account) => {
      const { stripe, sdk, priceId } = account;
      const { id: customerId } = await newCustomer(account);
      const session = await sdk((client) =>
        client.checkout.sessions.create(
          {
            mode: 'subscription',
            customer: customerId,
            line_items: [{ price: priceId, quantity: 1 }],
            success_url: 'https://example.com/done',
          },
          { idempotencyKey: newKey(account) },
        ),
      );
      const { rows } = await stripe.listCheckoutSessions({ customerId, limit: 10 });
      expect(rows).toMatchObject([{ id: session.id, status: 'open' }]);
      await expect(stripe.getCheckoutSession(session.id)).resolves.toEqual(rows[0]);
      const url = `https://example.com/${account.newName()}`;
      const endpoint = await sdk((client) =>
        client.webhookEndpoints.create(
          { url, enabled_events: ['customer.created'] },
          { idempotencyKey: newKey(account) },
        ),
      );
      account.later(() => sdk((client) => client.webhookEndpoints.del(endpoint.id)));
      const endpoints = await stripe.listWebhookEndpoints({ limit: 100 });
      expect(endpoints.rows.find(({ id }) => id === endpoint.id)).toMatchObject({ url, status: 'enabled' });
    },
  },
  {
    name: 'tells by events what was done, in their order, and whose doing it was',
    run: async (account) => {
      const { stripe } = account;
      const since = new Date(Date.now() - 60_000);
      const [first, second] = [await newCustomer(account), await newCustomer(account)];
      const event = await account.eventually('the first customer is told of', async () => {
        const { rows } = await stripe.listEventsSince({ since, types: stripeEventTypes.customer });
        return rows.find(({ objectId }) => objectId === first.id);
      });
      expect(event).toMatchObject({ type: 'customer.created', objectType: 'customer', isEcho: false });
      expect(isOurKey(event.idempotencyKey)).toBe(true);
      await account.eventually('the second customer is told of after it', async () => {
        const { rows } = await stripe.listEventsAfter({ after: event.id, types: ['customer.created'] });
        return rows.find(({ objectId }) => objectId === second.id);
      });
      await stripe.listUndeliveredEvents({ since });
    },
  },
];

/** What Stripe has to do for us. */
export const stripeContract: readonly Case[] = [...readCases, ...customerCases, ...moneyCases, ...newsCases];
