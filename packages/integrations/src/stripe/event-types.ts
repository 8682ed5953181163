/**
 * The events that tell of every change of a kind, 20 at most for each. Refunds and disputes go by more than
 * one name: a list without the `charge.` ones misses what older accounts and some ways of paying send.
 */
export const stripeEventTypes = {
  customer: ['customer.created', 'customer.updated', 'customer.deleted'],
  product: ['product.created', 'product.updated', 'product.deleted'],
  price: ['price.created', 'price.updated', 'price.deleted'],
  subscription: [
    'customer.subscription.created',
    'customer.subscription.updated',
    'customer.subscription.deleted',
    'customer.subscription.paused',
    'customer.subscription.resumed',
    'customer.subscription.pending_update_applied',
    'customer.subscription.pending_update_expired',
    'customer.subscription.trial_will_end',
  ],
  invoice: [
    'invoice.created',
    'invoice.updated',
    'invoice.deleted',
    'invoice.finalized',
    'invoice.finalization_failed',
    'invoice.sent',
    'invoice.paid',
    'invoice.payment_succeeded',
    'invoice.payment_failed',
    'invoice.payment_action_required',
    'invoice.overdue',
    'invoice.voided',
    'invoice.marked_uncollectible',
  ],
  invoiceitem: ['invoiceitem.created', 'invoiceitem.deleted'],
  payment_intent: [
    'payment_intent.created',
    'payment_intent.processing',
    'payment_intent.requires_action',
    'payment_intent.succeeded',
    'payment_intent.payment_failed',
    'payment_intent.canceled',
  ],
  charge: [
    'charge.succeeded',
    'charge.failed',
    'charge.pending',
    'charge.captured',
    'charge.expired',
    'charge.updated',
    'charge.refunded',
    'charge.dispute.created',
    'charge.dispute.closed',
  ],
  refund: ['refund.created', 'refund.updated', 'refund.failed', 'charge.refunded', 'charge.refund.updated'],
  dispute: [
    'charge.dispute.created',
    'charge.dispute.updated',
    'charge.dispute.closed',
    'charge.dispute.funds_withdrawn',
    'charge.dispute.funds_reinstated',
  ],
  credit_note: ['credit_note.created', 'credit_note.updated', 'credit_note.voided'],
  'checkout.session': [
    'checkout.session.completed',
    'checkout.session.expired',
    'checkout.session.async_payment_succeeded',
    'checkout.session.async_payment_failed',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A kind of object whose changes events tell. */
export type StripeEventKind = keyof typeof stripeEventTypes;
