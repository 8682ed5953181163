import type { Clock } from '@sherpa/core';
import type { RunnableAgent } from '@sherpa/agent-kit';
import type { HubSpot } from '@sherpa/integrations/hubspot';
import type { Notion } from '@sherpa/integrations/notion';
import type { StripeApi } from '@sherpa/integrations/stripe';

/** What an agent may ask its process for. Vendors are made on first use: an agent without one needs no key for it. */
export interface AgentDeps {
  readonly hubspot: () => HubSpot;
  readonly stripe: () => StripeApi;
  readonly notion: () => Notion;
  readonly clock: Clock;
}

export type MakeAgent = (deps: AgentDeps) => RunnableAgent;
