import type Stripe from 'stripe';
import type { StripeBalanceTransaction, StripeDispute } from '../records/payments.ts';
import { toWireBalanceTransaction } from './wire-payment.ts';

const noEvidence: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};

/** The evidence that can be written. */
export const evidenceFields: readonly string[] = Object.keys(noEvidence).filter(
  (name) => name !== 'enhanced_evidence',
);

export const toWireDispute = (
  dispute: StripeDispute,
  moved: readonly StripeBalanceTransaction[],
  nowSeconds: number,
): Stripe.Dispute => ({
  id: dispute.id,
  object: 'dispute',
  amount: dispute.amount,
  balance_transactions: moved.map((one) => toWireBalanceTransaction(one, nowSeconds)),
  charge: dispute.chargeId,
  created: dispute.created,
  currency: dispute.currency,
  enhanced_eligibility_types: [],
  evidence: { ...noEvidence, ...dispute.evidence },
  evidence_details: {
    due_by: dispute.dueBy,
    enhanced_eligibility: {},
    has_evidence: Object.keys(dispute.evidence).length > 0,
    past_due: dispute.status === 'needs_response' && dispute.dueBy < nowSeconds,
    submission_count: dispute.submissions,
    submission_method: dispute.submissions > 0 ? 'manual' : 'not_submitted',
  },
  intended_submission_method: null,
  is_charge_refundable: false,
  livemode: false,
  metadata: { ...dispute.metadata },
  payment_intent: dispute.paymentId,
  payment_method_details: {
    card: { brand: 'visa', case_type: 'chargeback', network: 'visa', network_reason_code: '10.4' },
    type: 'card',
  },
  reason: dispute.reason,
  status: dispute.status,
});
