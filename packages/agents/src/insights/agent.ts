import { BaseAgent, type Handlers } from '@sherpa/agent-kit';
import type { AgentDeps } from '../agent-deps.ts';
import { insightsContract, type InsightsContract } from './contract.ts';

class InsightsAgent extends BaseAgent<InsightsContract> {
  readonly contract = insightsContract;
  protected readonly handlers: Handlers<InsightsContract>;

  constructor(_deps: AgentDeps) {
    super();
    this.handlers = {};
  }
}

export const makeInsightsAgent = (deps: AgentDeps): InsightsAgent => new InsightsAgent(deps);
