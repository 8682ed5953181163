import type { StripeApi, StripeCustomer } from '@sherpa/integrations/stripe';
import { defineStream, getEach } from '@sherpa/sync';
import { changesByEvents } from './changed-objects.ts';
import { FRESH_WITHIN_MS } from './freshness.ts';

/** Stripe's customers: payers. */
export const customersStream = defineStream<StripeApi, StripeCustomer>({
  system: 'stripe',
  name: 'customers',
  objectType: 'customer',
  fingerprint: ['customer'],
  isKeyset: true,
  list: (stripe, { after, limit }, options) => stripe.listCustomers({ startingAfter: after, limit }, options),
  changes: changesByEvents(['customer.created', 'customer.updated', 'customer.deleted']),
  // What was deleted is still told of, by its id and that alone: the mirror keeps what it was.
  get: (stripe, ids, options) =>
    getEach(ids, async (id) => {
      const customer = await stripe.getCustomer(id, options);
      return customer === undefined || customer.deleted ? undefined : customer;
    }),
  factsOf: ({ id }, askedAt) => ({ id, version: askedAt.getTime() }),
  scopes: ['customer_read'],
  freshWithinMs: FRESH_WITHIN_MS,
});
