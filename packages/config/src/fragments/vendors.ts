import type { Credentials } from '@sherpa/core';
import type { Environment } from '../environment.ts';
import { defineFragment, type EnvironmentProblem } from '../fragment.ts';
import { matching, text, urlOf } from '../variables.ts';
import { credentialKeysHint, credentialKeysVariable } from './credential-keys.ts';

const secret = () =>
  matching(/^[\u0021-\u007e]{8,4096}$/u, 'be 8 characters or more, printable and without blanks').optional();

const address = (url: string) => urlOf('http', 'https').default(url);

/** Where the vendors answer. */
export const vendorAddressesConfig = defineFragment({
  variables: {
    HUBSPOT_BASE_URL: address('https://api.hubapi.com'),
    STRIPE_BASE_URL: address('https://api.stripe.com'),
    NOTION_BASE_URL: address('https://api.notion.com'),
  },
  hints: {
    HUBSPOT_BASE_URL: { set: 'where HubSpot answers', example: 'https://api.hubapi.com' },
    STRIPE_BASE_URL: { set: 'where Stripe answers', example: 'https://api.stripe.com' },
    NOTION_BASE_URL: { set: 'where Notion answers', example: 'https://api.notion.com' },
  },
  toConfig: (values) => ({
    hubspot: values.HUBSPOT_BASE_URL,
    stripe: values.STRIPE_BASE_URL,
    notion: values.NOTION_BASE_URL,
  }),
});

const TOKENS = ['HUBSPOT_ACCESS_TOKEN', 'STRIPE_API_KEY', 'NOTION_ACCESS_TOKEN'] as const;

const checkKeys = (env: Environment): readonly EnvironmentProblem[] => {
  const given = TOKENS.find((name) => env[name] !== undefined);
  if (given === undefined || env['SHERPA_CREDENTIAL_KEYS'] !== undefined) return [];
  return [{ variable: 'SHERPA_CREDENTIAL_KEYS', problem: `is not set although ${given} is` }];
};

const known = (one: string | undefined): string[] => (one === undefined ? [] : [one]);

interface Told {
  readonly HUBSPOT_ACCESS_TOKEN?: string | undefined;
  readonly HUBSPOT_CLIENT_SECRET?: string | undefined;
  readonly STRIPE_API_KEY?: string | undefined;
  readonly STRIPE_WEBHOOK_SECRET?: string | undefined;
  readonly NOTION_ACCESS_TOKEN?: string | undefined;
  readonly NOTION_WEBHOOK_SECRET?: string | undefined;
}

const toCredentials = (told: Told): Credentials[] => {
  const { HUBSPOT_ACCESS_TOKEN: hubspot, STRIPE_API_KEY: stripe, NOTION_ACCESS_TOKEN: notion } = told;
  const credentials: Credentials[] = [];
  if (hubspot !== undefined) {
    const clientSecrets = known(told.HUBSPOT_CLIENT_SECRET);
    credentials.push({ vendor: 'hubspot', accessToken: hubspot, clientSecrets });
  }
  if (stripe !== undefined) {
    const webhookSecrets = known(told.STRIPE_WEBHOOK_SECRET);
    credentials.push({ vendor: 'stripe', apiKey: stripe, webhookSecrets });
  }
  if (notion !== undefined) {
    const webhookSecrets = known(told.NOTION_WEBHOOK_SECRET);
    credentials.push({ vendor: 'notion', accessToken: notion, webhookSecrets });
  }
  return credentials;
};

/** The credentials that the environment holds for its tenant. Where it holds any, it must hold a key for them. */
export const environmentCredentialsConfig = defineFragment({
  variables: {
    ...credentialKeysVariable,
    HUBSPOT_ACCESS_TOKEN: secret(),
    HUBSPOT_CLIENT_SECRET: secret(),
    STRIPE_API_KEY: matching(
      /^(sk|rk)_[\u0021-\u007e]{5,}$/u,
      'start with sk_ or rk_; a publishable key cannot read customers',
    ).optional(),
    STRIPE_WEBHOOK_SECRET: secret(),
    NOTION_ACCESS_TOKEN: secret(),
    NOTION_WEBHOOK_SECRET: secret(),
  },
  hints: {
    ...credentialKeysHint,
    HUBSPOT_ACCESS_TOKEN: {
      set: 'the access token of a private app in your portal',
      example: 'pat-na1-00000000-0000-0000-0000-000000000000',
    },
    HUBSPOT_CLIENT_SECRET: { set: 'the client secret of that app', example: 'the one under Auth' },
    STRIPE_API_KEY: { set: 'a secret or restricted key of your account', example: 'rk_live_...' },
    STRIPE_WEBHOOK_SECRET: { set: 'the signing secret of the webhook endpoint', example: 'whsec_...' },
    NOTION_ACCESS_TOKEN: { set: 'the token of an integration of your workspace', example: 'ntn_...' },
    NOTION_WEBHOOK_SECRET: {
      set: 'the verification token of the webhook subscription',
      example: 'secret_...',
    },
  },
  check: checkKeys,
  toConfig: toCredentials,
});
