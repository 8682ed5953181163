import { BaseAgent, type Handlers } from '@sherpa/agent-kit';
import type { AgentDeps } from '../agent-deps.ts';
import { insightsContract, type InsightsContract } from './contract.ts';
import { makeDigest } from './workflows/digest/handlers.ts';
import { makeHygiene } from './workflows/hygiene/handlers.ts';
import { makeDecide } from './workflows/identity-review/decide.ts';
import { reviewIdentities } from './workflows/identity-review/review.ts';

class InsightsAgent extends BaseAgent<InsightsContract> {
  readonly contract = insightsContract;
  protected readonly handlers: Handlers<InsightsContract>;

  constructor(deps: AgentDeps) {
    super();
    this.handlers = {
      ...makeDigest(deps),
      ...makeHygiene(deps),
      'identity.review': reviewIdentities,
      'identity.answered': makeDecide(deps),
    };
  }
}

export const makeInsightsAgent = (deps: AgentDeps): InsightsAgent => new InsightsAgent(deps);
