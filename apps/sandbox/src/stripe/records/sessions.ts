import type { StripePrice } from './catalog.ts';

type Metadata = Readonly<Record<string, string>>;

export interface StripeCheckoutSession {
  readonly id: string;
  readonly created: number;
  readonly mode: 'payment' | 'setup' | 'subscription';
  readonly customerId: string | null;
  readonly customerEmail: string | null;
  readonly clientReferenceId: string | null;
  readonly successUrl: string | null;
  readonly cancelUrl: string | null;
  readonly currency: string | null;
  readonly lines: readonly { readonly price: StripePrice; readonly quantity: number }[];
  readonly metadata: Metadata;
  status: 'open' | 'complete' | 'expired';
}

export interface StripeWebhookEndpoint {
  readonly id: string;
  readonly created: number;
  readonly secret: string;
  url: string;
  enabledEvents: readonly string[];
  readonly apiVersion: string | null;
  description: string | null;
  metadata: Metadata;
  isEnabled: boolean;
  isDeleted: boolean;
}
