import type { Stripe } from 'stripe';
import { idOf, idOrNull, metadataOf, momentOf, momentOrNull } from './values.ts';

/** What an invoice was lowered by, in minor units. */
export interface StripeCreditNote {
  readonly id: string;
  readonly number: string;
  readonly invoiceId: string;
  readonly customerId: string;
  /** `issued`, `void`, or what Stripe invents later. */
  readonly status: string;
  /** `pre_payment`, `post_payment`, `mixed`, or what Stripe invents later. */
  readonly type: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly reason: string | null;
  readonly refundIds: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly voidedAt: Date | null;
  readonly created: Date;
}

export const toCreditNote = (note: Stripe.CreditNote): StripeCreditNote => ({
  id: note.id,
  number: note.number,
  invoiceId: idOf(note.invoice),
  customerId: idOf(note.customer),
  status: note.status,
  type: note.type,
  currency: note.currency,
  amountMinor: note.amount,
  reason: note.reason,
  refundIds: note.refunds.flatMap(({ refund }) => idOrNull(refund) ?? []),
  metadata: metadataOf(note.metadata),
  voidedAt: momentOrNull(note.voided_at),
  created: momentOf(note.created),
});
