import type { Stripe } from 'stripe';

/** Where Stripe sends events. Its secret is told once, to who creates it. */
export interface StripeWebhookEndpoint {
  readonly id: string;
  readonly url: string;
  readonly status: string;
  readonly enabledEvents: readonly string[];
  /** The version its events are written in; null is the account's own. */
  readonly apiVersion: string | null;
}

export const toWebhookEndpoint = (endpoint: Stripe.WebhookEndpoint): StripeWebhookEndpoint => ({
  id: endpoint.id,
  url: endpoint.url,
  status: endpoint.status,
  enabledEvents: [...endpoint.enabled_events],
  apiVersion: endpoint.api_version,
});
