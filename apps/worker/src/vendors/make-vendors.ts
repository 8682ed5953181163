import { CONNECTION_REST_MS, countVendorCall, makeClients, type ClientParts } from '@sherpa/agent-kit';
import type { AgentDeps } from '@sherpa/agents/registry';
import { ConfigError, systemClock, type Budgets, type Vendor } from '@sherpa/core';
import type { Database, Vault } from '@sherpa/db';
import {
  makeCall,
  makeCallBudget,
  withPriority,
  type Call,
  type VendorLimits,
} from '@sherpa/integrations/call';
import { makeHubSpot } from '@sherpa/integrations/hubspot';
import { makeNotion } from '@sherpa/integrations/notion';
import { limitsOf, settingsProblems } from '@sherpa/integrations/settings';
import { makeStripe, stripeModeOf } from '@sherpa/integrations/stripe';
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

/** Settings that make no sense are for a person to mend: whatever needs the connection waits until then. */
const usableLimits = (
  vendor: Vendor,
  { settings, connectionId }: ClientParts,
  mode: 'live' | 'test' | undefined,
): VendorLimits => {
  const problems = settingsProblems(vendor, settings);
  if (problems.length === 0) return limitsOf(vendor, settings, mode);
  const todo = { field: 'connection', problem: `sherpa connections settings ${connectionId}` };
  throw new ConfigError('The settings of the connection do not fit its vendor.', {
    retry: { afterMs: CONNECTION_REST_MS, counted: false },
    details: { vendor, connectionId, problems: [...problems, todo] },
  });
};

/** The vendors as an agent asks for them: for a tenant, through its connection. */
export const makeVendors = (deps: VendorDeps): AgentDeps => {
  const { log, metrics, budgets, addresses } = deps;
  const callTo = (vendor: Vendor, parts: ClientParts, mode?: 'live' | 'test'): Call => {
    const limits = usableLimits(vendor, parts, mode);
    const { connectionId: id, tenantId, credentialsMark: credentials, priority, onRefused } = parts;
    const call = makeCall({
      vendor,
      log,
      clock: systemClock,
      onCall: (made) => {
        countVendorCall();
        metrics.observeVendorCall(made);
      },
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
          call: callTo('hubspot', parts),
        }),
    }),
    notion: makeClients({
      ...deps,
      vendor: 'notion',
      makeClient: ({ accessToken }, parts) =>
        makeNotion({
          accessToken,
          baseUrl: addresses.notion,
          call: callTo('notion', parts),
        }),
    }),
    stripe: makeClients({
      ...deps,
      vendor: 'stripe',
      makeClient: ({ apiKey }, parts) =>
        makeStripe({
          apiKey,
          baseUrl: addresses.stripe,
          call: callTo('stripe', parts, stripeModeOf(apiKey)),
        }),
    }),
  };
};
