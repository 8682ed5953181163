import { BaseAgent, type Handlers } from '@sherpa/agent-kit';
import type { AgentDeps } from '../agent-deps.ts';
import { coordinatorContract, type CoordinatorContract } from './contract.ts';

class CoordinatorAgent extends BaseAgent<CoordinatorContract> {
  readonly contract = coordinatorContract;
  protected readonly handlers: Handlers<CoordinatorContract>;

  constructor(_deps: AgentDeps) {
    super();
    this.handlers = {};
  }
}

export const makeCoordinatorAgent = (deps: AgentDeps): CoordinatorAgent => new CoordinatorAgent(deps);
