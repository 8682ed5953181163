import type { Contract } from '@sherpa/core';
import type { AgentDeps, MakeAgent } from './agent-deps.ts';
import { billingContract } from './billing/contract.ts';
import { coordinatorContract } from './coordinator/contract.ts';
import { insightsContract } from './insights/contract.ts';
import { knowledgeContract } from './knowledge/contract.ts';
import { salesContract } from './sales/contract.ts';
import { successContract } from './success/contract.ts';

/** An agent of this installation. Its code is loaded only by the process that runs it. */
export interface AgentEntry {
  readonly contract: Contract;
  readonly load: () => Promise<MakeAgent>;
}

/** Every agent by name. */
export const registry: Readonly<Record<string, AgentEntry>> = {
  billing: {
    contract: billingContract,
    load: async () => (await import('./billing/agent.ts')).makeBillingAgent,
  },
  coordinator: {
    contract: coordinatorContract,
    load: async () => (await import('./coordinator/agent.ts')).makeCoordinatorAgent,
  },
  insights: {
    contract: insightsContract,
    load: async () => (await import('./insights/agent.ts')).makeInsightsAgent,
  },
  knowledge: {
    contract: knowledgeContract,
    load: async () => (await import('./knowledge/agent.ts')).makeKnowledgeAgent,
  },
  sales: { contract: salesContract, load: async () => (await import('./sales/agent.ts')).makeSalesAgent },
  success: {
    contract: successContract,
    load: async () => (await import('./success/agent.ts')).makeSuccessAgent,
  },
};

export type { AgentDeps, MakeAgent };
