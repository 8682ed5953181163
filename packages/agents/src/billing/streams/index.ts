import type { StripeApi } from '@sherpa/integrations/stripe';
import { bindStream, type BoundStream } from '@sherpa/sync';
import { customersStream } from './customers.ts';
import { invoicesStream } from './invoices.ts';
import { subscriptionsStream } from './subscriptions.ts';

/** Stripe's streams by name, of one account. */
export const bindBillingStreams = (stripe: StripeApi) => ({
  customers: bindStream(customersStream, stripe),
  subscriptions: bindStream(subscriptionsStream, stripe),
  invoices: bindStream(invoicesStream, stripe),
});

export type BillingStream = keyof ReturnType<typeof bindBillingStreams>;

/** All of them. */
export const allBillingStreams = (stripe: StripeApi): readonly BoundStream[] =>
  Object.values(bindBillingStreams(stripe));
