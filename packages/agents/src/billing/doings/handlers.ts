import type { Clients, Handler, Handlers } from '@sherpa/agent-kit';
import type { StripeApi } from '@sherpa/integrations/stripe';
import type { BillingContract } from '../contract.ts';
import type { billingDoings } from './contract.ts';

type Doings = Pick<Handlers<BillingContract>, keyof typeof billingDoings>;
type Drafting = Parameters<Handler<BillingContract, 'subscription.draft'>>[0];

/** What is paid once waits for the customer's next bill, which is the first one of the subscription. */
const addOnce = async (ctx: Drafting, client: StripeApi): Promise<void> => {
  const { key: all, customerId, currency, dealId, once } = ctx.task.payload;
  for (const [index, { description, amountMinor }] of once.entries()) {
    await ctx.effect(`once:${index}`, {
      vendor: 'stripe',
      key: `${all}:once:${index}`,
      intent: { operation: 'invoiceitems.create', customerId, dealId, amountMinor, currency },
      perform: async (key) => {
        const item = { key, customerId, amountMinor, currency, description };
        const { id } = await client.createInvoiceItem(item, { signal: ctx.signal });
        return { id };
      },
      verify: async (key) => {
        const since = ctx.task.createdAt;
        const found = await client.findCreatedInvoiceItem({ key, customerId, since }, { signal: ctx.signal });
        return found && { id: found.id };
      },
      pretend: { id: 'dry-run' },
    });
  }
};

/** The writes at Stripe. What a key made is looked for in Stripe's lists before it is made again. */
export const makeDoings = ({ stripe }: { readonly stripe: Clients<StripeApi> }): Doings => ({
  'customer.ensure': async (ctx) => {
    const { key: own, hubspotCompanyId, hubspotContactId, email, name } = ctx.task.payload;
    const { client } = await stripe.of(ctx.task.tenantId);
    return ctx.effect('customer', {
      vendor: 'stripe',
      key: own,
      intent: { operation: 'customers.create', hubspotCompanyId, hubspotContactId },
      perform: async (key) => {
        const metadata = {
          hubspot_company_id: hubspotCompanyId,
          ...(hubspotContactId === null ? {} : { hubspot_contact_id: hubspotContactId }),
        };
        const { id } = await client.createCustomer({ key, email, name, metadata }, { signal: ctx.signal });
        return { id, created: true };
      },
      verify: async (key) => {
        const wanted = { key, email, since: ctx.task.createdAt };
        const found = await client.findCreatedCustomer(wanted, { signal: ctx.signal });
        return found && { id: found.id, created: true };
      },
    });
  },
  'subscription.draft': async (ctx) => {
    const { key: own, customerId, dealId, items, daysUntilDue } = ctx.task.payload;
    const { client } = await stripe.of(ctx.task.tenantId);
    await addOnce(ctx, client);
    return ctx.effect('subscription', {
      vendor: 'stripe',
      key: own,
      intent: { operation: 'subscriptions.create', customerId, dealId, items: [...items] },
      perform: async (key) => {
        const metadata = { hubspot_deal_id: dealId };
        const wanted = { key, customerId, items, daysUntilDue, metadata };
        const { id } = await client.createSubscription(wanted, { signal: ctx.signal });
        return { id, created: true };
      },
      verify: async (key) => {
        const wanted = { key, customerId, since: ctx.task.createdAt };
        const found = await client.findCreatedSubscription(wanted, { signal: ctx.signal });
        return found && { id: found.id, created: true };
      },
    });
  },
  'customer.delete': async (ctx) => {
    const { customerId } = ctx.task.payload;
    const { client } = await stripe.of(ctx.task.tenantId);
    return ctx.effect('delete', {
      vendor: 'stripe',
      intent: { operation: 'customers.delete', customerId },
      perform: async (key) => ({
        found: await client.deleteCustomer(customerId, { key }, { signal: ctx.signal }),
      }),
      verify: async () => {
        const left = await client.getCustomer(customerId, { signal: ctx.signal });
        return left === undefined || left.deleted ? { found: true } : undefined;
      },
    });
  },
});
