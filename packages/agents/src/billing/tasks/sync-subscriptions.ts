import type { Handler } from '@sherpa/agent-kit';
import { salesContract } from '../../sales/contract.ts';
import type { BillingContract } from '../contract.ts';
import { subscriptionSource } from '../subscription-source.ts';
import { syncStream, type SyncDeps } from '../sync-stream.ts';

export const makeSyncSubscriptions =
  ({ stripe, clock }: SyncDeps): Handler<BillingContract, 'subscriptions.sync'> =>
  async (ctx) => {
    const { client } = await stripe.of(ctx.task.tenantId);
    return syncStream(
      ctx,
      {
        task: 'subscriptions.sync',
        cursor: 'subscriptions.cursor',
        event: 'subscriptions.synced',
        list: client.listSubscriptions,
        eventTypes: [
          'customer.subscription.created',
          'customer.subscription.updated',
          'customer.subscription.deleted',
          'customer.subscription.paused',
          'customer.subscription.resumed',
        ],
        get: client.getSubscription,
        toSource: subscriptionSource,
        onRows: (subscriptions) => {
          for (const { id, customerId, latestInvoiceId } of subscriptions.filter(
            (one) => one.status === 'past_due',
          )) {
            ctx.send(
              salesContract,
              'payment.past-due',
              { stripeCustomerId: customerId, subscriptionId: id, invoiceId: latestInvoiceId },
              { key: `past-due:${id}:${latestInvoiceId ?? 'none'}` },
            );
          }
        },
        next: 'invoices.sync',
      },
      { client, clock },
    );
  };
