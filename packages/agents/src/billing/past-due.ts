import type { MirroredRecord } from '@sherpa/db';
import { subscriptionPayload } from './payloads.ts';

/** A subscription that is past due, as sales is told of it. */
export interface PastDue {
  readonly stripeCustomerId: string;
  readonly subscriptionId: string;
  readonly invoiceId: string | null;
}

/** What sales is to be told of an object; undefined for most. */
export const pastDueOf = ({
  objectType,
  payload,
}: Pick<MirroredRecord, 'objectType' | 'payload'>): PastDue | undefined => {
  if (objectType !== 'subscription') return undefined;
  const subscription = subscriptionPayload.safeParse(payload).data;
  if (subscription?.status !== 'past_due') return undefined;
  const { id, customerId, latestInvoiceId } = subscription;
  return { stripeCustomerId: customerId, subscriptionId: id, invoiceId: latestInvoiceId };
};
