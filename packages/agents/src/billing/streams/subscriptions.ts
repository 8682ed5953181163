import type { StripeApi, StripeSubscription } from '@sherpa/integrations/stripe';
import { defineStream, getEach } from '@sherpa/sync';
import { changesByEvents } from './changed-objects.ts';
import { FRESH_WITHIN_MS } from './freshness.ts';

/** Stripe's subscriptions, the ended ones too. */
export const subscriptionsStream = defineStream<StripeApi, StripeSubscription>({
  system: 'stripe',
  name: 'subscriptions',
  objectType: 'subscription',
  fingerprint: ['subscription'],
  isKeyset: true,
  list: (stripe, { after, limit }, options) => stripe.listSubscriptions({ startingAfter: after, limit }, options),
  changes: changesByEvents([
    'customer.subscription.created',
    'customer.subscription.updated',
    'customer.subscription.deleted',
    'customer.subscription.paused',
    'customer.subscription.resumed',
  ]),
  get: (stripe, ids, options) => getEach(ids, (id) => stripe.getSubscription(id, options)),
  factsOf: ({ id }, askedAt) => ({ id, version: askedAt.getTime() }),
  scopes: ['subscription_read'],
  freshWithinMs: FRESH_WITHIN_MS,
});
