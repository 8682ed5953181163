import type Stripe from 'stripe';
import type { StripeCharge, StripeRefund } from '../records/payments.ts';

const CARD = {
  brand: 'visa',
  country: 'DE',
  exp_month: 12,
  exp_year: 2030,
  funding: 'credit',
  last4: '4242',
};

const card: Stripe.Charge.PaymentMethodDetails.Card = {
  ...CARD,
  amount_authorized: null,
  authorization_code: null,
  checks: null,
  electronic_commerce_indicator: null,
  installments: null,
  mandate: null,
  network: 'visa',
  network_transaction_id: null,
  regulated_status: 'unregulated',
  three_d_secure: null,
  transaction_link_id: null,
  wallet: null,
};

/** What no charge of the sandbox uses. */
const unused = {
  application: null,
  application_fee: null,
  application_fee_amount: null,
  billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
  calculated_statement_descriptor: 'SANDBOX',
  description: null,
  failure_balance_transaction: null,
  fraud_details: null,
  livemode: false,
  on_behalf_of: null,
  receipt_email: null,
  receipt_number: null,
  receipt_url: null,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
  transfer_group: null,
} satisfies Partial<Stripe.Charge>;

const outcomeOf = ({ amount, declineCode }: StripeCharge): Stripe.Charge.Outcome => ({
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  network_status: declineCode === null ? 'approved_by_network' : 'declined_by_network',
  reason: declineCode,
  risk_level: 'normal',
  risk_score: amount % 60,
  seller_message: declineCode === null ? 'Payment complete.' : 'The bank did not approve this payment.',
  type: declineCode === null ? 'authorized' : 'issuer_declined',
});

/** A charge as Stripe shows it: no invoice on it, that is found by way of the payment intent. */
export const toWireCharge = (charge: StripeCharge): Stripe.Charge => {
  const isPaid = charge.declineCode === null;
  return {
    ...unused,
    id: charge.id,
    object: 'charge',
    amount: charge.amount,
    amount_captured: isPaid ? charge.amount : 0,
    amount_refunded: charge.amountRefunded,
    balance_transaction: charge.balanceTransactionId,
    captured: isPaid,
    created: charge.created,
    currency: charge.currency,
    customer: charge.customerId,
    disputed: charge.isDisputed,
    failure_code: isPaid ? null : 'card_declined',
    failure_message: isPaid ? null : 'Your card was declined.',
    metadata: { ...charge.metadata },
    outcome: outcomeOf(charge),
    paid: isPaid,
    payment_intent: charge.paymentId,
    payment_method: `pm_${charge.id.slice(3)}`,
    payment_method_details: { type: 'card', card },
    refunded: charge.amountRefunded === charge.amount && charge.amount > 0,
    status: isPaid ? 'succeeded' : 'failed',
  };
};

export const toWireRefund = (refund: StripeRefund, charge: StripeCharge | undefined): Stripe.Refund => ({
  id: refund.id,
  object: 'refund',
  amount: refund.amount,
  balance_transaction: refund.balanceTransactionId,
  charge: refund.chargeId,
  created: refund.created,
  currency: refund.currency,
  customer: charge?.customerId ?? null,
  customer_account: null,
  ...(refund.failureReason === null ? {} : { failure_reason: refund.failureReason }),
  metadata: { ...refund.metadata },
  payment_intent: refund.paymentId,
  payment_method: charge === undefined ? null : `pm_${charge.id.slice(3)}`,
  reason: refund.reason,
  receipt_number: null,
  source_transfer_reversal: null,
  status: refund.status,
  transfer_reversal: null,
});
