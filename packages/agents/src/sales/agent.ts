import { BaseAgent, type Handlers } from '@sherpa/agent-kit';
import type { AgentDeps } from '../agent-deps.ts';
import { salesContract, type SalesContract } from './contract.ts';
import { makeFollowUpPastDue } from './tasks/follow-up-past-due.ts';
import { makeSyncCompanies } from './tasks/sync-companies.ts';
import { makeSyncContacts } from './tasks/sync-contacts.ts';

class SalesAgent extends BaseAgent<SalesContract> {
  readonly contract = salesContract;
  protected readonly handlers: Handlers<SalesContract>;

  constructor({ hubspot, clock }: AgentDeps) {
    super();
    this.handlers = {
      'contacts.sync': makeSyncContacts({ hubspot, clock }),
      'companies.sync': makeSyncCompanies({ hubspot, clock }),
      'payment.past-due': makeFollowUpPastDue({ hubspot }),
    };
  }
}

export const makeSalesAgent = (deps: AgentDeps): SalesAgent => new SalesAgent(deps);
