import type { Stripe } from 'stripe';
import { idOrNull, metadataOf, momentOf } from './values.ts';

/** A visit to Stripe's checkout, amounts in minor units. */
export interface StripeCheckoutSession {
  readonly id: string;
  /** `payment`, `setup`, `subscription`, or what Stripe invents later. */
  readonly mode: string;
  /** `open`, `complete`, `expired`, or what Stripe invents later. */
  readonly status: string | null;
  readonly paymentStatus: string;
  readonly customerId: string | null;
  readonly customerEmail: string | null;
  /** What our side called it when it sent the customer there. */
  readonly clientReferenceId: string | null;
  readonly subscriptionId: string | null;
  readonly invoiceId: string | null;
  readonly paymentIntentId: string | null;
  readonly currency: string | null;
  readonly amountTotalMinor: number | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly expiresAt: Date;
  readonly created: Date;
}

export const toCheckoutSession = (session: Stripe.Checkout.Session): StripeCheckoutSession => ({
  id: session.id,
  mode: session.mode,
  status: session.status,
  paymentStatus: session.payment_status,
  customerId: idOrNull(session.customer),
  customerEmail: session.customer_details?.email ?? session.customer_email,
  clientReferenceId: session.client_reference_id,
  subscriptionId: idOrNull(session.subscription),
  invoiceId: idOrNull(session.invoice),
  paymentIntentId: idOrNull(session.payment_intent),
  currency: session.currency,
  amountTotalMinor: session.amount_total,
  metadata: metadataOf(session.metadata),
  expiresAt: momentOf(session.expires_at),
  created: momentOf(session.created),
});
