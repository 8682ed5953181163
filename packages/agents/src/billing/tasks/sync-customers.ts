import type { Handler } from '@sherpa/agent-kit';
import type { BillingContract } from '../contract.ts';
import { payerSource } from '../payer-source.ts';
import { syncStream, type SyncDeps } from '../sync-stream.ts';

export const makeSyncCustomers =
  (deps: SyncDeps): Handler<BillingContract, 'customers.sync'> =>
  (ctx) =>
    syncStream(
      ctx,
      {
        task: 'customers.sync',
        cursor: 'customers.cursor',
        event: 'customers.synced',
        list: deps.stripe.listCustomers,
        eventTypes: ['customer.created', 'customer.updated', 'customer.deleted'],
        get: deps.stripe.getCustomer,
        toSource: payerSource,
        next: 'subscriptions.sync',
      },
      deps,
    );
