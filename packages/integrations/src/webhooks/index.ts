export { readNotionHandshake } from '../notion/webhook.ts';
export type { SignedRequest, Verdict } from './signed-request.ts';
export type {
  TouchedObject,
  WebhookCause,
  WebhookEvent,
  WebhookSkip,
  WebhookTerms,
} from './webhook-event.ts';
export { webhookKinds } from './webhook-kinds.ts';
