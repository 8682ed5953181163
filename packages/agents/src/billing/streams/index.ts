import type { StripeApi } from '@sherpa/integrations/stripe';
import { bindStream, type BoundStream } from '@sherpa/sync';
import { billingStreams, type BillingStream } from './declared.ts';

/** Stripe's streams by name, of one account. */
export const bindBillingStreams = (stripe: StripeApi): Readonly<Record<BillingStream, BoundStream>> => ({
  customers: bindStream(billingStreams.customers, stripe),
  subscriptions: bindStream(billingStreams.subscriptions, stripe),
  invoices: bindStream(billingStreams.invoices, stripe),
  products: bindStream(billingStreams.products, stripe),
  prices: bindStream(billingStreams.prices, stripe),
  charges: bindStream(billingStreams.charges, stripe),
  refunds: bindStream(billingStreams.refunds, stripe),
  disputes: bindStream(billingStreams.disputes, stripe),
  'credit-notes': bindStream(billingStreams['credit-notes'], stripe),
});

export type { BillingStream };
