import { createHash } from 'node:crypto';
import { systemClock, type Budgets, type CallPriority } from '@sherpa/core';
import type { AgentDeps } from '@sherpa/agents/registry';
import {
  makeCall,
  makeCallBudget,
  withPriority,
  type Call,
  type VendorLimits,
} from '@sherpa/integrations/call';
import { hubspotLimits, makeHubSpot } from '@sherpa/integrations/hubspot';
import { makeStripe, stripeLimits } from '@sherpa/integrations/stripe';
import type { Logger, Metrics } from '@sherpa/telemetry';
import { readHubSpotConfig, readStripeConfig } from './config.ts';

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

/** A client for each priority that is asked for; they share their account's one budget. */
const byPriority = <T>(makeCallOf: () => Call, make: (call: Call) => T): ((priority?: CallPriority) => T) => {
  const call = once(makeCallOf);
  const made = new Map<CallPriority, T>();
  return (priority = 'normal') => {
    const known = made.get(priority) ?? make(withPriority(call(), priority));
    made.set(priority, known);
    return known;
  };
};

/** Another text for other credentials, from which they cannot be had. */
const fingerprint = (secret: string): string =>
  createHash('sha256').update(secret).digest('hex').slice(0, 12);

interface VendorDeps {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly budgets: Budgets;
}

/** The vendors as an agent asks for them: made and configured when one does. */
export const makeVendors = ({ log, metrics, budgets }: VendorDeps): AgentDeps => {
  const callTo = (vendor: string, limits: VendorLimits, secret: string): Call =>
    makeCall({
      vendor,
      log,
      clock: systemClock,
      onCall: (call) => metrics.observeVendorCall(call),
      budget: makeCallBudget({
        budgets,
        limits,
        account: { id: vendor, vendor, tenantId: null, credentials: fingerprint(secret) },
      }),
    });
  const [hubspot, stripe] = [once(readHubSpotConfig), once(readStripeConfig)];
  return {
    clock: systemClock,
    hubspot: byPriority(
      () => callTo('hubspot', hubspotLimits(), hubspot().accessToken),
      (call) => makeHubSpot({ ...hubspot(), call }),
    ),
    stripe: byPriority(
      () => callTo('stripe', stripeLimits(), stripe().apiKey),
      (call) => makeStripe({ ...stripe(), call }),
    ),
  };
};
