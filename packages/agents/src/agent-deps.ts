import type { Clients, RunnableAgent } from '@sherpa/agent-kit';
import type { Clock } from '@sherpa/core';
import type { HubSpot } from '@sherpa/integrations/hubspot';
import type { Notion } from '@sherpa/integrations/notion';
import type { StripeApi } from '@sherpa/integrations/stripe';

/**
 * What an agent may ask its process for. A vendor is asked for with the tenant of the task:
 * `const { client } = await hubspot.of(ctx.task.tenantId)`. An agent without one needs no connection.
 */
export interface AgentDeps {
  readonly hubspot: Clients<HubSpot>;
  readonly stripe: Clients<StripeApi>;
  readonly notion: Clients<Notion>;
  readonly clock: Clock;
}

export type MakeAgent = (deps: AgentDeps) => RunnableAgent;
