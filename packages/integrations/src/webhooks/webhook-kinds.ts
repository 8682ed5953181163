import type { Vendor } from '@sherpa/core';
import { verifyHubSpotWebhook } from '../hubspot/webhook.ts';
import { readHubSpotWebhook } from '../hubspot/webhook-events.ts';
import { verifyNotionWebhook } from '../notion/webhook.ts';
import { readNotionWebhook } from '../notion/webhook-events.ts';
import { verifyStripeWebhook } from '../stripe/webhook.ts';
import { readStripeWebhook, STRIPE_API_VERSION } from '../stripe/webhook-events.ts';
import type { VerifyWebhook } from './signed-request.ts';
import type { ReadWebhook } from './webhook-event.ts';

/** How a vendor's deliveries are told from forged ones, and read. */
export interface WebhookKind {
  readonly verify: VerifyWebhook;
  readonly read: ReadWebhook;
  /** The version that we understand, where events say theirs. */
  readonly apiVersion?: string;
}

/** Every vendor's. */
export const webhookKinds: Readonly<Record<Vendor, WebhookKind>> = {
  hubspot: { verify: verifyHubSpotWebhook, read: readHubSpotWebhook },
  stripe: { verify: verifyStripeWebhook, read: readStripeWebhook, apiVersion: STRIPE_API_VERSION },
  notion: { verify: verifyNotionWebhook, read: readNotionWebhook },
};
