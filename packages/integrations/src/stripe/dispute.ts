import type { Stripe } from 'stripe';
import { idOf, idOrNull, momentOf, momentOrNull } from './values.ts';

/** A charge that the card's holder wants back, in minor units. */
export interface StripeDispute {
  readonly id: string;
  readonly chargeId: string;
  readonly paymentIntentId: string | null;
  /** `needs_response`, `under_review`, `won`, `lost`, `warning_…`, or what Stripe invents later. */
  readonly status: string;
  readonly reason: string;
  readonly currency: string;
  readonly amountMinor: number;
  /** Until when evidence may be sent; null where none is wanted. */
  readonly evidenceDueBy: Date | null;
  readonly hasEvidence: boolean;
  readonly submissionCount: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly created: Date;
}

export const toDispute = ({ evidence_details: evidence, ...dispute }: Stripe.Dispute): StripeDispute => ({
  id: dispute.id,
  chargeId: idOf(dispute.charge),
  paymentIntentId: idOrNull(dispute.payment_intent),
  status: dispute.status,
  reason: dispute.reason,
  currency: dispute.currency,
  amountMinor: dispute.amount,
  evidenceDueBy: momentOrNull(evidence.due_by),
  hasEvidence: evidence.has_evidence,
  submissionCount: evidence.submission_count,
  metadata: { ...dispute.metadata },
  created: momentOf(dispute.created),
});
