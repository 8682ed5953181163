import { makeClients, type ClientParts } from '@sherpa/agent-kit';
import type { AgentDeps } from '@sherpa/agents/registry';
import { systemClock, type Vendor } from '@sherpa/core';
import type { Database, Vault } from '@sherpa/db';
import { makeCall, type Call } from '@sherpa/integrations/call';
import { makeHubSpot } from '@sherpa/integrations/hubspot';
import { makeStripe } from '@sherpa/integrations/stripe';
import type { Logger, Metrics } from '@sherpa/telemetry';
import { refusingCall } from './refusing-call.ts';

/** What the vendors of an agent are reached with. */
export interface VendorDeps {
  readonly db: Pick<Database, 'withTenant'>;
  readonly vault: Vault;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'observeVendorCall'>;
  /** Who asks, for events. */
  readonly agent: string;
  /** Where each vendor answers. */
  readonly addresses: Readonly<Record<Vendor, string>>;
}

/** The vendors as an agent asks for them: for a tenant, through its connection. */
export const makeVendors = (deps: VendorDeps): AgentDeps => {
  const { log, metrics, addresses } = deps;
  const callTo = (vendor: Vendor, { onRefused }: ClientParts): Call =>
    refusingCall(
      makeCall({ vendor, log, clock: systemClock, onCall: (call) => metrics.observeVendorCall(call) }),
      onRefused,
    );
  return {
    clock: systemClock,
    hubspot: makeClients({
      ...deps,
      vendor: 'hubspot',
      makeClient: ({ accessToken }, parts) =>
        makeHubSpot({ accessToken, baseUrl: addresses.hubspot, call: callTo('hubspot', parts) }),
    }),
    stripe: makeClients({
      ...deps,
      vendor: 'stripe',
      makeClient: ({ apiKey }, parts) =>
        makeStripe({ apiKey, baseUrl: addresses.stripe, call: callTo('stripe', parts) }),
    }),
  };
};
