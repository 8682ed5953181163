import { BaseAgent, type Handlers } from '@sherpa/agent-kit';
import type { AgentDeps } from '../agent-deps.ts';
import { billingContract, type BillingContract } from './contract.ts';
import { makeSyncCustomers } from './tasks/sync-customers.ts';
import { makeSyncInvoices } from './tasks/sync-invoices.ts';
import { makeSyncSubscriptions } from './tasks/sync-subscriptions.ts';

class BillingAgent extends BaseAgent<BillingContract> {
  readonly contract = billingContract;
  protected readonly handlers: Handlers<BillingContract>;

  constructor({ stripe, clock }: AgentDeps) {
    super();
    const deps = { stripe, clock };
    this.handlers = {
      'customers.sync': makeSyncCustomers(deps),
      'subscriptions.sync': makeSyncSubscriptions(deps),
      'invoices.sync': makeSyncInvoices(deps),
    };
  }
}

export const makeBillingAgent = (deps: AgentDeps): BillingAgent => new BillingAgent(deps);
