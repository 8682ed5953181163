import { systemClock } from '@sherpa/core';
import { makeCall } from '@sherpa/integrations/call';
import { makeHubSpot, type HubSpot } from '@sherpa/integrations/hubspot';
import { makeNotion, type Notion } from '@sherpa/integrations/notion';
import { makeStripe, type StripeApi } from '@sherpa/integrations/stripe';

/** The vendors as people see them: with the official clients, past the fleet. */
export interface VendorClients {
  readonly hubspot: HubSpot;
  readonly stripe: StripeApi;
  readonly notion: Notion;
}

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined };

const callTo = (vendor: string) =>
  makeCall({ vendor, log: silent, clock: systemClock, onCall: () => undefined });

/** Clients of a sandbox, with its usual credentials. */
export const askVendors = (url: string): VendorClients => ({
  hubspot: makeHubSpot({ accessToken: 'pat-sandbox', baseUrl: url, call: callTo('hubspot') }),
  stripe: makeStripe({ apiKey: 'sk_test_sandbox', baseUrl: url, call: callTo('stripe') }),
  notion: makeNotion({ accessToken: 'ntn_sandbox', baseUrl: `${url}/notion`, call: callTo('notion') }),
});
