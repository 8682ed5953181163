import type { Handler } from '@sherpa/agent-kit';
import type { BillingContract } from '../contract.ts';
import { invoiceSource } from '../invoice-source.ts';
import { syncStream, type SyncDeps } from '../sync-stream.ts';

export const makeSyncInvoices =
  ({ stripe, clock }: SyncDeps): Handler<BillingContract, 'invoices.sync'> =>
  async (ctx) => {
    const { client } = await stripe.of(ctx.task.tenantId);
    return syncStream(
      ctx,
      {
        task: 'invoices.sync',
        cursor: 'invoices.cursor',
        event: 'invoices.synced',
        list: client.listInvoices,
        eventTypes: [
          'invoice.created',
          'invoice.finalized',
          'invoice.updated',
          'invoice.paid',
          'invoice.payment_failed',
          'invoice.voided',
          'invoice.marked_uncollectible',
        ],
        get: client.getInvoice,
        toSource: invoiceSource,
      },
      { client, clock },
    );
  };
