import { BaseAgent, type Handlers } from '@sherpa/agent-kit';
import type { AgentDeps } from '../agent-deps.ts';
import { salesContract, type SalesContract } from './contract.ts';
import { makeDoings } from './doings/handlers.ts';
import { makeRecordDoings } from './doings/record-doings.ts';
import { makeLeadRouting } from './workflows/lead-routing/handlers.ts';
import { settleMirror } from '../resolve-mirror.ts';
import { resolve } from './tasks/resolve-mirror.ts';
import { makeAuditStream, makeRefreshObjects, makeSyncStream } from './tasks/streams.ts';

class SalesAgent extends BaseAgent<SalesContract> {
  readonly contract = salesContract;
  protected readonly handlers: Handlers<SalesContract>;

  constructor({ hubspot, clock }: AgentDeps) {
    super();
    const deps = { hubspot, clock };
    this.handlers = {
      ...makeDoings(deps),
      ...makeRecordDoings(deps),
      ...makeLeadRouting(deps),
      'contacts.sync': makeSyncStream(deps, 'contacts'),
      'companies.sync': makeSyncStream(deps, 'companies'),
      'deals.sync': makeSyncStream(deps, 'deals'),
      'line-items.sync': makeSyncStream(deps, 'line-items'),
      'tickets.sync': makeSyncStream(deps, 'tickets'),
      'notes.sync': makeSyncStream(deps, 'notes'),
      'contacts.audit': makeAuditStream(deps, 'contacts'),
      'companies.audit': makeAuditStream(deps, 'companies'),
      'deals.audit': makeAuditStream(deps, 'deals'),
      'line-items.audit': makeAuditStream(deps, 'line-items'),
      'tickets.audit': makeAuditStream(deps, 'tickets'),
      'notes.audit': makeAuditStream(deps, 'notes'),
      'objects.refresh': makeRefreshObjects(deps),
      'mirror.resolve': resolve,
      'mirror.settle': (ctx) => settleMirror(ctx, 'hubspot'),
    };
  }
}

export const makeSalesAgent = (deps: AgentDeps): SalesAgent => new SalesAgent(deps);
