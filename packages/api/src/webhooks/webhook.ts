import { idSchema, jsonSchema, vendors } from '@sherpa/core';
import { z } from 'zod';
import { momentSchema } from '../paging.ts';

const statusSchema = z
  .enum(['received', 'processed', 'failed', 'echo', 'ignored'])
  .describe('`processed` and `failed` are those of its task; an `echo` was caused by a write of ours.');

/** Which events of vendors; what is absent does not matter. */
export const webhookFilter = {
  connectionId: idSchema.optional(),
  vendor: z.enum(vendors).optional(),
  type: z.string().min(1).max(200).optional().describe('As the vendor calls it: `contact.propertyChange`.'),
  status: statusSchema.optional(),
  since: momentSchema.optional().describe('Those that came then or later.'),
  until: momentSchema.optional().describe('Those that came before.'),
};

/** An event that a vendor delivered, and what became of it. */
export const webhookSchema = z.object({
  id: idSchema,
  connectionId: idSchema,
  vendor: z.enum(vendors),
  type: z.string(),
  object: z.object({ type: z.string(), id: z.string() }).nullable(),
  occurredAt: momentSchema.nullable(),
  receivedAt: momentSchema,
  apiVersion: z.string().nullable(),
  status: statusSchema,
  reason: z.string().nullable().describe('Why it is left alone.'),
  taskId: idSchema.nullable().describe('The task that asks the vendor for the object.'),
});

export type Webhook = z.infer<typeof webhookSchema>;

/** The same with what it said. */
export const webhookDetailsSchema = webhookSchema.extend({ payload: jsonSchema });

export type WebhookDetails = z.infer<typeof webhookDetailsSchema>;

/** How many events are at which status, and how many deliveries were refused. */
export const webhookCountsSchema = z.object({
  since: momentSchema,
  counts: z.array(
    z.object({
      connectionId: idSchema,
      vendor: z.enum(vendors),
      status: statusSchema,
      count: z.int(),
      lastAt: momentSchema,
    }),
  ),
  refused: z
    .array(
      z.object({
        connectionId: idSchema,
        reason: z.string(),
        count: z.int(),
        firstAt: momentSchema,
        lastAt: momentSchema,
      }),
    )
    .describe('Since the connection was made.'),
});

export type WebhookCounts = z.infer<typeof webhookCountsSchema>;

/** What to act on again. */
export const replaySchema = z.strictObject({
  ...webhookFilter,
  connectionId: idSchema,
  cursor: idSchema.optional().describe('`nextCursor` of the replay before.'),
});

export type WebhookReplay = z.input<typeof replaySchema>;

/** What a replay did. */
export const replayedSchema = z.object({
  events: z.int(),
  tasks: z.int(),
  nextCursor: idSchema.nullable().describe('Present while more events match.'),
});

export type WebhookReplayed = z.infer<typeof replayedSchema>;

/** A token that came unsigned, as Notion's does when a subscription is made. */
export const handshakeSchema = z.object({
  id: idSchema,
  token: z.string().describe('To be compared with, or pasted into, the page of the subscription.'),
  receivedAt: momentSchema,
});

export type Handshake = z.infer<typeof handshakeSchema>;
