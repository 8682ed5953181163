import type Stripe from 'stripe';
import { amountDueOf } from '../invoice-amounts.ts';
import type { StripeInvoice } from '../records/billing.ts';
import type { StripeBalanceTransaction, StripePayment } from '../records/payments.ts';

/** What no payment of the sandbox uses. */
const unused = {
  allowed_payment_method_types: null,
  amount_capturable: 0,
  application: null,
  application_fee_amount: null,
  automatic_payment_methods: null,
  capture_method: 'automatic_async',
  confirmation_method: 'automatic',
  customer_account: null,
  excluded_payment_method_types: null,
  livemode: false,
  managed_payments: null,
  next_action: null,
  on_behalf_of: null,
  payment_method_configuration_details: null,
  payment_method_options: null,
  payment_record: null,
  processing: null,
  receipt_email: null,
  review: null,
  setup_future_usage: null,
  shipping: null,
  source: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
  transfer_group: null,
} satisfies Partial<Stripe.PaymentIntent>;

const lastErrorOf = ({ declineCode, latestChargeId }: StripePayment) =>
  declineCode === null
    ? null
    : {
        ...(latestChargeId === null ? {} : { charge: latestChargeId }),
        code: 'card_declined',
        decline_code: declineCode,
        doc_url: 'https://stripe.com/docs/error-codes/card-declined',
        message: 'Your card was declined.',
        type: 'card_error',
      };

export const toWirePayment = (payment: StripePayment): Stripe.PaymentIntent => ({
  ...unused,
  id: payment.id,
  object: 'payment_intent',
  amount: payment.amount,
  amount_received: payment.status === 'succeeded' ? payment.amount : 0,
  canceled_at: payment.canceledAt,
  cancellation_reason: payment.canceledAt === null ? null : 'void_invoice',
  client_secret: `${payment.id}_secret_sandbox`,
  created: payment.created,
  currency: payment.currency,
  customer: payment.customerId,
  description: payment.description,
  last_payment_error: lastErrorOf(payment),
  latest_charge: payment.latestChargeId,
  metadata: { ...payment.metadata },
  payment_method: payment.status === 'succeeded' ? `pm_${payment.id.slice(3)}` : null,
  payment_method_types: ['card'],
  status: payment.status,
});

const STATUS = {
  requires_payment_method: 'open',
  requires_confirmation: 'open',
  succeeded: 'paid',
  canceled: 'canceled',
} as const;

/** What ties an invoice to its payment intent. */
export const toWireInvoicePayment = (
  payment: StripePayment,
  invoice: StripeInvoice,
): Stripe.InvoicePayment => ({
  id: `inpay_${payment.id.slice(3)}`,
  object: 'invoice_payment',
  amount_paid: payment.status === 'succeeded' ? payment.amount : null,
  amount_requested: payment.status === 'succeeded' ? payment.amount : amountDueOf(invoice),
  created: payment.created,
  currency: payment.currency,
  invoice: invoice.id,
  is_default: true,
  livemode: false,
  payment: { payment_intent: payment.id, type: 'payment_intent' },
  status: STATUS[payment.status],
  status_transitions: {
    canceled_at: payment.canceledAt,
    paid_at: payment.status === 'succeeded' ? invoice.paidAt : null,
  },
});

const CATEGORIES = {
  charge: 'charge',
  refund: 'refund',
  refund_failure: 'refund_failure',
  adjustment: 'dispute',
} as const;

const AVAILABLE_AFTER_SECONDS = 7 * 86_400;

export const toWireBalanceTransaction = (
  one: StripeBalanceTransaction,
  nowSeconds: number,
): Stripe.BalanceTransaction => {
  const availableOn = one.created + AVAILABLE_AFTER_SECONDS;
  return {
    id: one.id,
    object: 'balance_transaction',
    amount: one.amount,
    available_on: availableOn,
    balance_type: 'payments',
    created: one.created,
    currency: one.currency,
    description: null,
    exchange_rate: null,
    fee: one.fee,
    fee_details:
      one.fee === 0
        ? []
        : [
            {
              amount: one.fee,
              application: null,
              currency: one.currency,
              description: 'Stripe processing fees',
              type: 'stripe_fee',
            },
          ],
    net: one.amount - one.fee,
    reporting_category: CATEGORIES[one.type],
    source: one.sourceId,
    status: availableOn <= nowSeconds ? 'available' : 'pending',
    type: one.type,
  };
};
