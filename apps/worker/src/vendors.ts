import { systemClock } from '@sherpa/core';
import type { AgentDeps } from '@sherpa/agents/registry';
import { makeCall } from '@sherpa/integrations/call';
import { makeHubSpot } from '@sherpa/integrations/hubspot';
import { makeNotion } from '@sherpa/integrations/notion';
import { makeStripe } from '@sherpa/integrations/stripe';
import type { Logger, Metrics } from '@sherpa/telemetry';
import { readHubSpotConfig, readNotionConfig, readStripeConfig } from './config.ts';

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

/** The vendors as an agent asks for them: made and configured when one does. */
export const makeVendors = (log: Logger, metrics: Metrics): AgentDeps => {
  const callTo = (vendor: string) =>
    makeCall({ vendor, log, clock: systemClock, onCall: (call) => metrics.observeVendorCall(call) });
  return {
    clock: systemClock,
    hubspot: once(() => makeHubSpot({ ...readHubSpotConfig(), call: callTo('hubspot') })),
    stripe: once(() => makeStripe({ ...readStripeConfig(), call: callTo('stripe') })),
    notion: once(() => makeNotion({ ...readNotionConfig(), call: callTo('notion') })),
  };
};
