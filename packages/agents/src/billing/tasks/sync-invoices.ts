import type { Handler } from '@sherpa/agent-kit';
import type { BillingContract } from '../contract.ts';
import { invoiceSource } from '../invoice-source.ts';
import { syncStream, type SyncDeps } from '../sync-stream.ts';

export const makeSyncInvoices =
  (deps: SyncDeps): Handler<BillingContract, 'invoices.sync'> =>
  (ctx) =>
    syncStream(
      ctx,
      {
        task: 'invoices.sync',
        cursor: 'invoices.cursor',
        event: 'invoices.synced',
        list: deps.stripe.listInvoices,
        eventTypes: [
          'invoice.created',
          'invoice.finalized',
          'invoice.updated',
          'invoice.paid',
          'invoice.payment_failed',
          'invoice.voided',
          'invoice.marked_uncollectible',
        ],
        get: deps.stripe.getInvoice,
        toSource: invoiceSource,
      },
      deps,
    );
