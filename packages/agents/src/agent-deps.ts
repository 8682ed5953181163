import type { CallPriority, Clock } from '@sherpa/core';
import type { RunnableAgent } from '@sherpa/agent-kit';
import type { HubSpot } from '@sherpa/integrations/hubspot';
import type { StripeApi } from '@sherpa/integrations/stripe';

/**
 * What an agent may ask its process for. Vendors are made on first use: an agent without one needs no key for it.
 * Calls are `normal` unless a priority is said: `background` for what may take its time, such as a first sync.
 */
export interface AgentDeps {
  readonly hubspot: (priority?: CallPriority) => HubSpot;
  readonly stripe: (priority?: CallPriority) => StripeApi;
  readonly clock: Clock;
}

export type MakeAgent = (deps: AgentDeps) => RunnableAgent;
