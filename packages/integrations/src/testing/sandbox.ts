import { startSandbox } from '@sherpa/devstack';
import { systemClock } from '@sherpa/core';
import { Stripe } from 'stripe';
import { makeCall } from '../call/make-call.ts';
import { makeHubSpot, type HubSpot } from '../hubspot/index.ts';
import { makeNotion, type Notion } from '../notion/index.ts';
import { makeStripe, type StripeApi } from '../stripe/index.ts';

/** The clients with a sandbox of their own. */
export interface SandboxClients {
  readonly hubspot: HubSpot;
  readonly stripe: StripeApi;
  readonly notion: Notion;
  /** A second client of the portal, as another process has one. */
  readonly makeOtherHubSpot: () => HubSpot;
  /** Stripe's own SDK, for what our client does not do. */
  readonly stripeSdk: Stripe;
  /** A control call of the sandbox, and the JSON it answers with. */
  readonly control: (method: string, path: string, body?: object) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

const HUBSPOT_TOKEN = 'pat-testing';
const STRIPE_KEY = 'sk_test_testing';
const NOTION_TOKEN = 'ntn_testing';

const makeSdk = (baseUrl: string): Stripe => {
  const { hostname: host, port } = new URL(baseUrl);
  return new Stripe(STRIPE_KEY, { host, port, protocol: 'http', maxNetworkRetries: 0, telemetry: false });
};

/** Starts a sandbox of this many contacts; the calls rest for real, as its limits do. */
export const startSandboxClients = async (contacts: number): Promise<SandboxClients> => {
  const sandbox = await startSandbox({
    port: 0,
    contacts,
    env: {
      SANDBOX_HUBSPOT_TOKEN: HUBSPOT_TOKEN,
      SANDBOX_STRIPE_KEY: STRIPE_KEY,
      SANDBOX_NOTION_TOKEN: NOTION_TOKEN,
      LOG_LEVEL: 'warn',
    },
  });
  const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined };
  const makeVendorCall = (vendor: string) =>
    makeCall({ vendor, log: silent, onCall: () => undefined, clock: systemClock });
  const baseUrl = sandbox.url;
  const makeOtherHubSpot = () =>
    makeHubSpot({ accessToken: HUBSPOT_TOKEN, baseUrl, call: makeVendorCall('hubspot') });
  return {
    hubspot: makeOtherHubSpot(),
    stripe: makeStripe({ apiKey: STRIPE_KEY, baseUrl, call: makeVendorCall('stripe') }),
    notion: makeNotion({
      accessToken: NOTION_TOKEN,
      baseUrl: `${baseUrl}/notion`,
      call: makeVendorCall('notion'),
    }),
    makeOtherHubSpot,
    stripeSdk: makeSdk(baseUrl),
    control: async (method, path, body) => {
      const answer = await fetch(new URL(`/_sandbox/${path}`, baseUrl), {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`The sandbox refused ${path}: ${text}`);
      return text === '' ? undefined : JSON.parse(text);
    },
    stop: async () => {
      await sandbox.stop();
    },
  };
};
