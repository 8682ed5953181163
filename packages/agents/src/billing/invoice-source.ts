import type { CustomerSource } from '@sherpa/db';
import type { InvoicePayload } from './payloads.ts';

/** An invoice as a source of its payer's customer: what is open on it counts as receivable. */
export const invoiceSource = (invoice: InvoicePayload, askedAt: Date): CustomerSource => ({
  system: 'stripe',
  objectType: 'invoice',
  externalId: invoice.id,
  keys: [
    `stripe:invoice:${invoice.id}`,
    ...(invoice.customerId === null ? [] : [`stripe:customer:${invoice.customerId}`]),
  ],
  fields: {
    status: invoice.status ?? 'draft',
    currency: invoice.currency,
    ...(invoice.status === 'open' ? { amountDueMinor: invoice.amountRemainingMinor } : {}),
    createdMs: invoice.created.getTime(),
  },
  version: askedAt.getTime(),
  deleted: false,
});
