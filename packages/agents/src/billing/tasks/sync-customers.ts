import type { Handler } from '@sherpa/agent-kit';
import type { BillingContract } from '../contract.ts';
import { payerSource } from '../payer-source.ts';
import { syncStream, type SyncDeps } from '../sync-stream.ts';

export const makeSyncCustomers =
  ({ stripe, clock }: SyncDeps): Handler<BillingContract, 'customers.sync'> =>
  async (ctx) => {
    const { client } = await stripe.of(ctx.task.tenantId);
    return syncStream(
      ctx,
      {
        task: 'customers.sync',
        cursor: 'customers.cursor',
        event: 'customers.synced',
        list: client.listCustomers,
        eventTypes: ['customer.created', 'customer.updated', 'customer.deleted'],
        get: client.getCustomer,
        toSource: payerSource,
        next: 'subscriptions.sync',
      },
      { client, clock },
    );
  };
