import type { CustomerSource } from '../customer-source.ts';

/** The name of a vendor object in the graph, which is its own key as well: `stripe:customer:cus_1`. */
export const nodeOf = (object: Pick<CustomerSource, 'system' | 'objectType' | 'externalId'>): string =>
  `${object.system}:${object.objectType}:${object.externalId}`;

/** The payer that a subscription or an invoice belongs to; undefined for what is somebody itself. */
export const payerOf = (source: Pick<CustomerSource, 'objectType' | 'keys'>): string | undefined =>
  source.objectType === 'subscription' || source.objectType === 'invoice'
    ? source.keys.find((key) => key.startsWith('stripe:customer:'))
    : undefined;
