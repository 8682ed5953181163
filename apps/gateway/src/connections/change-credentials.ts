import type { ConnectionChange } from '@sherpa/api';
import {
  credentialsSchema,
  toProblems,
  ValidationError,
  webhookSecretsOf,
  withWebhookSecrets,
  type Credentials,
} from '@sherpa/core';
import { fingerprintOf } from '@sherpa/db';

type SecretChange = Pick<ConnectionChange, 'accessSecret' | 'addWebhookSecret' | 'removeWebhookSecret'>;

const ACCESS_FIELDS: ReadonlySet<string> = new Set(['accessToken', 'apiKey']);

const withAccess = (credentials: Credentials, secret: string | undefined): Credentials => {
  if (secret === undefined) return credentials;
  return credentials.vendor === 'stripe'
    ? { ...credentials, apiKey: secret }
    : { ...credentials, accessToken: secret };
};

const without = (secrets: readonly string[], fingerprint: string | undefined): readonly string[] => {
  if (fingerprint === undefined) return secrets;
  const rest = secrets.filter((secret) => fingerprintOf(secret) !== fingerprint);
  if (rest.length < secrets.length) return rest;
  throw new ValidationError('The request does not fit.', {
    details: {
      problems: [{ field: 'removeWebhookSecret', problem: 'is not the fingerprint of a secret for webhooks' }],
    },
  });
};

const withNewest = (secrets: readonly string[], secret: string | undefined): readonly string[] =>
  secret === undefined ? secrets : [secret, ...secrets.filter((other) => other !== secret)];

/** The fields as the request called them, not as the vendor's credentials do. */
const toField = (field: string): string =>
  ACCESS_FIELDS.has(field) ? 'accessSecret' : 'addWebhookSecret';

/** Whether the request changes any secret. */
export const changesSecrets = (change: SecretChange): boolean =>
  [change.accessSecret, change.addWebhookSecret, change.removeWebhookSecret].some((one) => one !== undefined);

/** The credentials with what the request asks for; throws `ValidationError` where they would not be the vendor's. */
export const changeCredentials = (before: Credentials, change: SecretChange): Credentials => {
  const kept = without(webhookSecretsOf(before), change.removeWebhookSecret);
  const secrets = withNewest(kept, change.addWebhookSecret);
  const after = withWebhookSecrets(withAccess(before, change.accessSecret), secrets);
  const parsed = credentialsSchema.safeParse(after);
  if (parsed.success) return parsed.data;
  throw new ValidationError('The request does not fit.', {
    details: {
      problems: toProblems(parsed.error).map(({ field, problem }) => ({ field: toField(field), problem })),
    },
  });
};
