import { BaseAgent, type Handlers } from '@sherpa/agent-kit';
import type { AgentDeps } from '../agent-deps.ts';
import { billingContract, type BillingContract } from './contract.ts';
import { makeDoings } from './doings/handlers.ts';
import { makeRepairWebhooks } from './tasks/repair-webhooks.ts';
import { settleMirror } from '../resolve-mirror.ts';
import { makeResolve } from './tasks/resolve-mirror.ts';
import { makeAuditStream, makeRefreshObjects, makeSyncStream } from './tasks/streams.ts';
import { makeDisputes } from './workflows/disputes/handlers.ts';
import { makeDunning } from './workflows/dunning/handlers.ts';
import { makePaymentMirror } from './workflows/payment-mirror/handlers.ts';
import { makeRefunds } from './workflows/refunds/handlers.ts';

class BillingAgent extends BaseAgent<BillingContract> {
  readonly contract = billingContract;
  protected readonly handlers: Handlers<BillingContract>;

  constructor({ stripe, clock }: AgentDeps) {
    super();
    const deps = { stripe, clock };
    this.handlers = {
      ...makeDisputes(deps),
      ...makeDoings(deps),
      ...makeDunning(deps),
      ...makePaymentMirror(deps),
      ...makeRefunds(deps),
      'customers.sync': makeSyncStream(deps, 'customers'),
      'subscriptions.sync': makeSyncStream(deps, 'subscriptions'),
      'invoices.sync': makeSyncStream(deps, 'invoices'),
      'products.sync': makeSyncStream(deps, 'products'),
      'prices.sync': makeSyncStream(deps, 'prices'),
      'charges.sync': makeSyncStream(deps, 'charges'),
      'refunds.sync': makeSyncStream(deps, 'refunds'),
      'disputes.sync': makeSyncStream(deps, 'disputes'),
      'credit-notes.sync': makeSyncStream(deps, 'credit-notes'),
      'customers.audit': makeAuditStream(deps, 'customers'),
      'subscriptions.audit': makeAuditStream(deps, 'subscriptions'),
      'invoices.audit': makeAuditStream(deps, 'invoices'),
      'products.audit': makeAuditStream(deps, 'products'),
      'prices.audit': makeAuditStream(deps, 'prices'),
      'charges.audit': makeAuditStream(deps, 'charges'),
      'refunds.audit': makeAuditStream(deps, 'refunds'),
      'disputes.audit': makeAuditStream(deps, 'disputes'),
      'credit-notes.audit': makeAuditStream(deps, 'credit-notes'),
      'objects.refresh': makeRefreshObjects(deps),
      'webhooks.repair': makeRepairWebhooks(deps),
      'mirror.resolve': makeResolve(deps),
      'mirror.settle': (ctx) => settleMirror(ctx, 'stripe'),
    };
  }
}

export const makeBillingAgent = (deps: AgentDeps): BillingAgent => new BillingAgent(deps);
