import type Stripe from 'stripe';
import type { StripeCheckoutSession, StripeWebhookEndpoint } from '../records/sessions.ts';

const EXPIRES_AFTER_SECONDS = 86_400;

/** What no session of the sandbox uses. */
const unused = {
  adaptive_pricing: null,
  after_expiration: null,
  allow_promotion_codes: null,
  allowed_payment_method_types: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: {
    after_submit: null,
    shipping_address: null,
    submit: null,
    terms_of_service_acceptance: null,
  },
  customer_account: null,
  customer_creation: null,
  customer_details: null,
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  livemode: false,
  locale: null,
  managed_payments: null,
  origin_context: null,
  payment_intent: null,
  payment_link: null,
  payment_method_collection: 'always',
  payment_method_configuration_details: null,
  payment_method_options: null,
  payment_method_types: ['card'],
  permissions: null,
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  submit_type: null,
  subscription: null,
  total_details: null,
  ui_mode: 'hosted_page',
  wallet_options: null,
} satisfies Partial<Stripe.Checkout.Session>;

export const toWireCheckoutSession = (session: StripeCheckoutSession): Stripe.Checkout.Session => {
  const total = session.lines.reduce((sum, { price, quantity }) => sum + price.unitAmount * quantity, 0);
  const amount = session.mode === 'setup' ? null : total;
  return {
    ...unused,
    id: session.id,
    object: 'checkout.session',
    amount_subtotal: amount,
    amount_total: amount,
    cancel_url: session.cancelUrl,
    client_reference_id: session.clientReferenceId,
    created: session.created,
    currency: session.currency,
    customer: session.customerId,
    customer_email: session.customerEmail,
    expires_at: session.created + EXPIRES_AFTER_SECONDS,
    metadata: { ...session.metadata },
    mode: session.mode,
    payment_status: session.status === 'complete' ? 'paid' : 'unpaid',
    status: session.status,
    success_url: session.successUrl,
    url: session.status === 'open' ? `https://checkout.stripe.example/c/pay/${session.id}` : null,
  };
};

/** The secret is shown once, to who creates the endpoint. */
export const toWireWebhookEndpoint = (
  endpoint: StripeWebhookEndpoint,
  isNew = false,
): Stripe.WebhookEndpoint => ({
  id: endpoint.id,
  object: 'webhook_endpoint',
  api_version: endpoint.apiVersion,
  application: null,
  created: endpoint.created,
  description: endpoint.description,
  enabled_events: [...endpoint.enabledEvents],
  livemode: false,
  metadata: { ...endpoint.metadata },
  ...(isNew ? { secret: endpoint.secret } : {}),
  status: endpoint.isEnabled ? 'enabled' : 'disabled',
  url: endpoint.url,
});
