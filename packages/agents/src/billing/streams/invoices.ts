import type { StripeApi, StripeInvoice } from '@sherpa/integrations/stripe';
import { defineStream, getEach } from '@sherpa/sync';
import { changesByEvents } from './changed-objects.ts';
import { FRESH_WITHIN_MS } from './freshness.ts';

/** Stripe's invoices. */
export const invoicesStream = defineStream<StripeApi, StripeInvoice>({
  system: 'stripe',
  name: 'invoices',
  objectType: 'invoice',
  fingerprint: ['invoice'],
  isKeyset: true,
  list: (stripe, { after, limit }, options) => stripe.listInvoices({ startingAfter: after, limit }, options),
  changes: changesByEvents([
    'invoice.created',
    'invoice.deleted',
    'invoice.finalized',
    'invoice.updated',
    'invoice.paid',
    'invoice.payment_failed',
    'invoice.voided',
    'invoice.marked_uncollectible',
  ]),
  get: (stripe, ids, options) => getEach(ids, (id) => stripe.getInvoice(id, options)),
  factsOf: ({ id }, askedAt) => ({ id, version: askedAt.getTime() }),
  scopes: ['invoice_read'],
  freshWithinMs: FRESH_WITHIN_MS,
});
