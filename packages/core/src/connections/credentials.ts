import { z } from 'zod';
import type { Vendor } from './vendor.ts';

const SHORTEST = 8;
const LONGEST = 4_096;
const MOST_WEBHOOK_SECRETS = 10;

/** One secret as it is pasted: printable, no blanks. Its problems never repeat it. */
export const secretSchema = z
  .string()
  .min(SHORTEST, { error: `must be ${SHORTEST} characters or more` })
  .max(LONGEST, { error: `must be ${LONGEST} characters at most` })
  .regex(/^[\u0021-\u007e]+$/u, { error: 'must be printable characters without blanks' });

/** A key that Stripe would let read customers. */
const stripeKeySchema = secretSchema.regex(/^(?:sk|rk)_/u, {
  error: 'must start with sk_ or rk_; a publishable key cannot read customers',
});

const webhookSecretsSchema = z.array(secretSchema).max(MOST_WEBHOOK_SECRETS).readonly();

/** A HubSpot private app: its token, and the client secrets that sign webhooks, the newest first. */
export const hubspotCredentialsSchema = z.strictObject({
  accessToken: secretSchema,
  clientSecrets: webhookSecretsSchema.default([]),
});

/** A secret or restricted key of a Stripe account, and the endpoint's signing secrets, the newest first. */
export const stripeCredentialsSchema = z.strictObject({
  apiKey: stripeKeySchema,
  webhookSecrets: webhookSecretsSchema.default([]),
});

/** A Notion integration's token, and the tokens that sign webhooks, the newest first. */
export const notionCredentialsSchema = z.strictObject({
  accessToken: secretSchema,
  webhookSecrets: webhookSecretsSchema.default([]),
});

/** What opens an account at a vendor. Never logged, never answered with, kept encrypted only. */
export const credentialsSchema = z.discriminatedUnion('vendor', [
  hubspotCredentialsSchema.extend({ vendor: z.literal('hubspot') }),
  stripeCredentialsSchema.extend({ vendor: z.literal('stripe') }),
  notionCredentialsSchema.extend({ vendor: z.literal('notion') }),
]);

export type Credentials = z.output<typeof credentialsSchema>;

/** The credentials of one vendor. */
export type CredentialsOf<V extends Vendor> = Extract<Credentials, { readonly vendor: V }>;

/** Whether these are credentials of that vendor. */
export const areOf = <V extends Vendor>(credentials: Credentials, vendor: V): credentials is CredentialsOf<V> =>
  credentials.vendor === vendor;

/** One secret under the name that its vendor's credentials have for it. */
export interface NamedSecret {
  readonly name: string;
  readonly secret: string;
}

/** Every secret of the credentials: what opens the account first, then what signs webhooks. */
export const secretsOf = (credentials: Credentials): readonly NamedSecret[] => {
  const named = (name: string, secrets: readonly string[]) => secrets.map((secret) => ({ name, secret }));
  switch (credentials.vendor) {
    case 'hubspot':
      return [
        ...named('accessToken', [credentials.accessToken]),
        ...named('clientSecrets', credentials.clientSecrets),
      ];
    case 'stripe':
      return [...named('apiKey', [credentials.apiKey]), ...named('webhookSecrets', credentials.webhookSecrets)];
    case 'notion':
      return [
        ...named('accessToken', [credentials.accessToken]),
        ...named('webhookSecrets', credentials.webhookSecrets),
      ];
  }
};

/** What may have signed a webhook, the newest first. */
export const webhookSecretsOf = (credentials: Credentials): readonly string[] =>
  credentials.vendor === 'hubspot' ? credentials.clientSecrets : credentials.webhookSecrets;

/** The same credentials with other secrets for webhooks. */
export const withWebhookSecrets = (credentials: Credentials, secrets: readonly string[]): Credentials =>
  credentials.vendor === 'hubspot'
    ? { ...credentials, clientSecrets: [...secrets] }
    : { ...credentials, webhookSecrets: [...secrets] };
