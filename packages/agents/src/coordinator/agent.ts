import { BaseAgent, type Handlers } from '@sherpa/agent-kit';
import type { AgentDeps } from '../agent-deps.ts';
import { coordinatorContract, type CoordinatorContract } from './contract.ts';
import { makeClosedWon } from './workflows/closed-won/handlers.ts';
import { makeIncidents } from './workflows/incidents/handlers.ts';
import { makePrivacy } from './workflows/privacy/handlers.ts';

class CoordinatorAgent extends BaseAgent<CoordinatorContract> {
  readonly contract = coordinatorContract;
  protected readonly handlers: Handlers<CoordinatorContract>;

  constructor({ hubspot, stripe }: AgentDeps) {
    super();
    const deps = { hubspot, stripe };
    this.handlers = { ...makeClosedWon(deps), ...makeIncidents(deps), ...makePrivacy(deps) };
  }
}

export const makeCoordinatorAgent = (deps: AgentDeps): CoordinatorAgent => new CoordinatorAgent(deps);
