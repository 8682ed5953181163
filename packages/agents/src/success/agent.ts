import { BaseAgent, type Handlers } from '@sherpa/agent-kit';
import type { AgentDeps } from '../agent-deps.ts';
import { successContract, type SuccessContract } from './contract.ts';
import { makeCancellations } from './workflows/cancellations/handlers.ts';
import { churnHandlers } from './workflows/churn-watch/handlers.ts';
import { makeRenewals } from './workflows/renewals/handlers.ts';

class SuccessAgent extends BaseAgent<SuccessContract> {
  readonly contract = successContract;
  protected readonly handlers: Handlers<SuccessContract>;

  constructor({ stripe }: AgentDeps) {
    super();
    this.handlers = { ...churnHandlers, ...makeRenewals({ stripe }), ...makeCancellations({ stripe }) };
  }
}

export const makeSuccessAgent = (deps: AgentDeps): SuccessAgent => new SuccessAgent(deps);
