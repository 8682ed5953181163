import { subscriptionsOf, type StripeAccount } from '../stripe/account.ts';
import { renderCustomer, renderInvoice, renderSubscription } from '../stripe/expand.ts';
import type { StripeInvoice, StripeSubscription } from '../stripe/records.ts';

interface PastEvent {
  readonly type: string;
  readonly created: number;
  readonly object: object;
  readonly previous?: object;
}

const KEPT_SECONDS = 30 * 86_400;

const ofInvoice = (account: StripeAccount, invoice: StripeInvoice): PastEvent[] => {
  const object = renderInvoice(account, invoice);
  const { created } = invoice;
  return [
    { type: 'invoice.created', created, object },
    { type: 'invoice.finalized', created, object },
    ...(invoice.status === 'paid'
      ? [{ type: 'invoice.paid', created: invoice.paidAt ?? created, object }]
      : []),
    ...(invoice.status === 'open' && invoice.attemptCount > 0
      ? [{ type: 'invoice.payment_failed', created: created + 3_600, object }]
      : []),
  ];
};

const ofSubscription = (account: StripeAccount, subscription: StripeSubscription): PastEvent[] => {
  const object = renderSubscription(account, subscription);
  const renewedAt = subscription.items[0]?.periodStart ?? subscription.created;
  return [
    { type: 'customer.subscription.created', created: subscription.created, object },
    ...(subscription.status === 'past_due'
      ? [
          {
            type: 'customer.subscription.updated',
            created: renewedAt + 3_600,
            object,
            previous: { status: 'active' },
          },
        ]
      : []),
    ...(subscription.endedAt === null
      ? []
      : [{ type: 'customer.subscription.deleted', created: subscription.endedAt, object }]),
  ];
};

/** Fills the event list with what the last thirty days would have left there. */
export const seedEvents = (account: StripeAccount, anchor: number): void => {
  const past = [
    ...account.customers.items.map((customer) => ({
      type: 'customer.created',
      created: customer.created,
      object: renderCustomer(account, customer),
    })),
    ...account.subscriptions.items.flatMap((subscription) => ofSubscription(account, subscription)),
    ...account.invoices.items.flatMap((invoice) => ofInvoice(account, invoice)),
    ...account.customers.items
      .filter((customer) => customer.isDeleted)
      .map((customer) => ({
        type: 'customer.deleted',
        created: subscriptionsOf(account, customer.id)[0]?.endedAt ?? anchor,
        object: renderCustomer(account, customer),
      })),
  ];
  const recent = past.filter(({ created }) => created > anchor - KEPT_SECONDS && created <= anchor);
  for (const event of recent.toSorted((left, right) => left.created - right.created)) {
    account.events.add({
      id: account.newId('evt'),
      previous: null,
      requestId: null,
      idempotencyKey: null,
      ...event,
    });
  }
};
