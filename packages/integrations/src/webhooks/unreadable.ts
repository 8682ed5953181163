import { createHash } from 'node:crypto';
import type { Json } from '@sherpa/core';
import type { WebhookEvent } from './webhook-event.ts';

/** A signed event of a shape that we do not know: kept, so that nothing is lost, and left alone. */
export const unreadableEvent = (payload: Json): WebhookEvent => ({
  key: `unreadable:${createHash('sha256').update(JSON.stringify(payload)).digest('hex')}`,
  type: 'unreadable',
  cause: 'change',
  objects: [],
  occurredAt: null,
  apiVersion: null,
  isEcho: false,
  skip: 'unreadable',
  payload,
});
