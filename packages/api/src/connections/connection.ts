import {
  connectionStatuses,
  hubspotCredentialsSchema,
  idSchema,
  jsonSchema,
  notionCredentialsSchema,
  secretSchema,
  stripeCredentialsSchema,
  vendors,
} from '@sherpa/core';
import { z } from 'zod';
import { momentSchema } from '../paging.ts';

const MAX_NAME = 100;
const MOST_SETTINGS = 100;
const MAX_FINGERPRINT = 40;

const nameSchema = z.string().min(1).max(MAX_NAME);

/** How a connection is used. No place for secrets: it is shown. */
const settingsSchema = z
  .record(z.string().max(MAX_NAME), jsonSchema)
  .refine((settings) => Object.keys(settings).length <= MOST_SETTINGS, {
    error: `must have ${MOST_SETTINGS} members at most`,
  });

const secretFactSchema = z.object({
  name: z.string().describe('As the credentials of the vendor call it.'),
  fingerprint: z.string().describe('The end of a long secret, and the beginning of its SHA-256.'),
  addedAt: momentSchema,
});

/** One account at one vendor. Secrets are told by their fingerprints only. */
export const connectionSchema = z.object({
  id: idSchema,
  vendor: z.enum(vendors),
  name: z.string(),
  account: z.string().nullable().describe('The vendor’s id of the account; null until it was checked.'),
  status: z.enum(connectionStatuses).describe('`unauthorized`: the vendor refused the credentials.'),
  statusReason: z.string().nullable(),
  origin: z.enum(['api', 'environment']).describe('Whether its credentials follow the environment.'),
  settings: z.record(z.string(), jsonSchema),
  secrets: z.array(secretFactSchema).describe('Those that are set; of webhooks’ the newest first.'),
  keyId: z.string().nullable().describe('The key that they are encrypted with.'),
  credentialsChangedAt: momentSchema,
  checkedAt: momentSchema.nullable().describe('When the vendor last took the credentials in a check.'),
  lastUsedAt: momentSchema.nullable().describe('To the minute.'),
  createdAt: momentSchema,
  updatedAt: momentSchema,
});

export type Connection = z.infer<typeof connectionSchema>;

const common = { name: nameSchema.default('main'), settings: settingsSchema.default({}) };

/** A connection to be, with the credentials that its vendor asks for. */
export const newConnectionSchema = z.discriminatedUnion('vendor', [
  z.strictObject({ vendor: z.literal('hubspot'), credentials: hubspotCredentialsSchema, ...common }),
  z.strictObject({ vendor: z.literal('stripe'), credentials: stripeCredentialsSchema, ...common }),
  z.strictObject({ vendor: z.literal('notion'), credentials: notionCredentialsSchema, ...common }),
]);

export type NewConnection = z.input<typeof newConnectionSchema>;

/** What to change; what is absent stays. */
export const connectionChangeSchema = z.strictObject({
  name: nameSchema.optional(),
  settings: settingsSchema.optional().describe('All of them.'),
  status: z.enum(['active', 'disabled']).optional(),
  accessSecret: secretSchema
    .optional()
    .describe('The access token or API key. Those of webhooks stay, and one that was refused is active again.'),
  addWebhookSecret: secretSchema.optional().describe('Signs from now on; those before stay good.'),
  removeWebhookSecret: z
    .string()
    .max(MAX_FINGERPRINT)
    .optional()
    .describe('The fingerprint of one that is no longer good.'),
});

export type ConnectionChange = z.input<typeof connectionChangeSchema>;

/** What a vendor said to the credentials of a connection. */
export const connectionCheckSchema = z.object({
  ok: z.boolean(),
  connection: connectionSchema.describe('As it is after the check.'),
  account: z
    .object({
      id: z.string(),
      name: z.string().nullable(),
      scopes: z.array(z.string()).readonly().nullable().describe('Null where the vendor does not tell.'),
    })
    .nullable()
    .describe('Whose account it is; null where the vendor did not answer.'),
  latencyMs: z.int(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});

export type ConnectionCheck = z.infer<typeof connectionCheckSchema>;

/** What a rotation of keys did, over all tenants. */
export const keyRotationSchema = z.object({
  currentKeyId: z.string(),
  reencrypted: z.int(),
  unreadable: z.array(idSchema).describe('Connections whose credentials no key of the gateway opens.'),
  keys: z.array(z.object({ keyId: z.string(), connections: z.int() })),
  droppableKeyIds: z.array(z.string()).describe('Keys that nothing is encrypted with any more.'),
});

export type KeyRotation = z.infer<typeof keyRotationSchema>;
