import { z } from 'zod';
import { vendors, type Vendor } from '../http/route.ts';

const share = z.number().min(0).max(1);

/** How deliveries come; the vendors promise neither order nor once. */
export const webhookModeSchema = z.strictObject({
  /** For how long news are gathered before they are sent. */
  batchMs: z.int().min(0).default(0),
  /** How late those are that come late. */
  delayMs: z.int().min(0).default(0),
  /** How many come late. */
  lateShare: share.default(1),
  /** How many come a second time. */
  duplicateShare: share.default(0),
  /** Whether what was gathered goes out in any order. */
  shuffle: z.boolean().default(false),
  /** How long an answer may take; the vendor's own figure unless said otherwise. */
  deadlineMs: z.int().min(1).optional(),
});

export type WebhookMode = z.output<typeof webhookModeSchema>;

/** What POST /_sandbox/webhooks takes. */
export const newTargetSchema = z.strictObject({
  vendor: z.enum(vendors),
  url: z.url({ protocol: /^https?$/u }),
  /** Made up where it is left out; Notion then tells it to the target by its handshake. */
  secret: z.string().min(1).optional(),
  mode: webhookModeSchema.default(() => webhookModeSchema.parse({})),
});

export type NewTarget = z.output<typeof newTargetSchema>;

/** Where a vendor's news go to. */
export interface WebhookTarget {
  readonly id: number;
  readonly vendor: Vendor;
  readonly url: string;
  readonly secret: string;
  readonly mode: WebhookMode;
}
