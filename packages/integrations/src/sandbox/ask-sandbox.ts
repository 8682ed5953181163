import { systemClock } from '@sherpa/core';
import { makeCall, type CallDeps } from '../call/index.ts';
import { makeHubSpot, type HubSpot } from '../hubspot/index.ts';
import { makeNotion, type Notion } from '../notion/index.ts';
import { makeStripe, type StripeApi } from '../stripe/index.ts';

/** What a sandbox lets in where nobody has said otherwise; it opens nothing else. */
export const SANDBOX_CREDENTIALS = {
  hubspot: 'pat-sandbox',
  stripe: 'sk_test_sandbox',
  notion: 'ntn_sandbox',
} as const;

/** The vendors of a sandbox, by our own clients over the official SDKs. */
export interface SandboxVendors {
  readonly hubspot: HubSpot;
  readonly stripe: StripeApi;
  readonly notion: Notion;
}

const silently: Pick<CallDeps, 'log' | 'onCall'> = {
  log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
  onCall: () => undefined,
};

/** Clients of the sandbox at that address, with its usual credentials. */
export const askSandbox = (url: string, { log, onCall } = silently): SandboxVendors => {
  const callTo = (vendor: string) => makeCall({ vendor, log, clock: systemClock, onCall });
  const { hubspot, stripe, notion } = SANDBOX_CREDENTIALS;
  return {
    hubspot: makeHubSpot({ accessToken: hubspot, baseUrl: url, call: callTo('hubspot') }),
    stripe: makeStripe({ apiKey: stripe, baseUrl: url, call: callTo('stripe') }),
    notion: makeNotion({ accessToken: notion, baseUrl: `${url}/notion`, call: callTo('notion') }),
  };
};
