import { BaseAgent, type Handlers } from '@sherpa/agent-kit';
import type { AgentDeps } from '../agent-deps.ts';
import { successContract, type SuccessContract } from './contract.ts';

class SuccessAgent extends BaseAgent<SuccessContract> {
  readonly contract = successContract;
  protected readonly handlers: Handlers<SuccessContract>;

  constructor(_deps: AgentDeps) {
    super();
    this.handlers = {};
  }
}

export const makeSuccessAgent = (deps: AgentDeps): SuccessAgent => new SuccessAgent(deps);
