import { makeClients, type ClientParts } from '@sherpa/agent-kit';
import type { AgentDeps } from '@sherpa/agents/registry';
import { systemClock, type Budgets, type Vendor } from '@sherpa/core';
import type { Database, Vault } from '@sherpa/db';
import {
  makeCall,
  makeCallBudget,
  withPriority,
  type Call,
  type VendorLimits,
} from '@sherpa/integrations/call';
import { hubspotLimits, hubspotLimitSettingsSchema, makeHubSpot } from '@sherpa/integrations/hubspot';
import { makeNotion, notionLimits, notionLimitSettingsSchema } from '@sherpa/integrations/notion';
import {
  makeStripe,
  stripeLimits,
  stripeLimitSettingsSchema,
  stripeModeOf,
} from '@sherpa/integrations/stripe';
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
  readonly budgets: Budgets;
  /** Where each vendor answers. */
  readonly addresses: Readonly<Record<Vendor, string>>;
}

/** The vendors as an agent asks for them: for a tenant, through its connection. */
export const makeVendors = (deps: VendorDeps): AgentDeps => {
  const { log, metrics, budgets, addresses } = deps;
  const callTo = (vendor: Vendor, limits: VendorLimits, parts: ClientParts): Call => {
    const { connectionId: id, tenantId, credentialsMark: credentials, priority, onRefused } = parts;
    const call = makeCall({
      vendor,
      log,
      clock: systemClock,
      onCall: (made) => metrics.observeVendorCall(made),
      budget: makeCallBudget({ budgets, limits, account: { id, vendor, tenantId, credentials } }),
    });
    return refusingCall(withPriority(call, priority), onRefused);
  };
  return {
    clock: systemClock,
    hubspot: makeClients({
      ...deps,
      vendor: 'hubspot',
      makeClient: ({ accessToken }, parts) =>
        makeHubSpot({
          accessToken,
          baseUrl: addresses.hubspot,
          call: callTo('hubspot', hubspotLimits(hubspotLimitSettingsSchema.parse(parts.settings)), parts),
        }),
    }),
    notion: makeClients({
      ...deps,
      vendor: 'notion',
      makeClient: ({ accessToken }, parts) =>
        makeNotion({
          accessToken,
          baseUrl: addresses.notion,
          call: callTo('notion', notionLimits(notionLimitSettingsSchema.parse(parts.settings)), parts),
        }),
    }),
    stripe: makeClients({
      ...deps,
      vendor: 'stripe',
      makeClient: ({ apiKey }, parts) => {
        const settings = stripeLimitSettingsSchema.parse(parts.settings);
        const call = callTo('stripe', stripeLimits(settings, stripeModeOf(apiKey)), parts);
        return makeStripe({ apiKey, baseUrl: addresses.stripe, call });
      },
    }),
  };
};
