import type { MirroredRecord } from '@sherpa/db';
import type { RecordMapper } from '@sherpa/sync';
import { invoiceSource } from './invoice-source.ts';
import { payerSource } from './payer-source.ts';
import { invoicePayload, payerPayload, subscriptionPayload } from './payloads.ts';
import { subscriptionSource } from './subscription-source.ts';

const askedAt = ({ version }: MirroredRecord): Date => new Date(version);

/** How Stripe's objects in the mirror become customers, by their type. */
export const billingMappers: Readonly<Record<string, RecordMapper>> = {
  customer: (record) => payerSource(payerPayload.parse(record.payload), askedAt(record)),
  subscription: (record) => subscriptionSource(subscriptionPayload.parse(record.payload), askedAt(record)),
  invoice: (record) => invoiceSource(invoicePayload.parse(record.payload), askedAt(record)),
};
