import type { StripeAccount } from '../stripe/account.ts';
import { renderCustomer, renderInvoice, renderSubscription } from '../stripe/expand.ts';
import type { StripeCustomer, StripeInvoice, StripeSubscription } from '../stripe/records.ts';

interface PastEvent {
  readonly type: string;
  readonly created: number;
  readonly previous?: object;
  /** Only for events that are still kept: most of the past is not. */
  render(): object;
}

const KEPT_SECONDS = 30 * 86_400;
const HOUR = 3_600;

const ofInvoice = (account: StripeAccount, invoice: StripeInvoice): PastEvent[] => {
  const render = () => renderInvoice(account, invoice);
  const { created } = invoice;
  const hasFailed = invoice.status === 'open' && invoice.attemptCount > 0;
  return [
    { type: 'invoice.created', created, render },
    { type: 'invoice.finalized', created, render },
    ...(invoice.status === 'paid'
      ? [{ type: 'invoice.paid', created: invoice.paidAt ?? created, render }]
      : []),
    ...(hasFailed ? [{ type: 'invoice.payment_failed', created: created + HOUR, render }] : []),
  ];
};

const ofSubscription = (account: StripeAccount, subscription: StripeSubscription): PastEvent[] => {
  const render = () => renderSubscription(account, subscription);
  const renewedAt = subscription.items[0]?.periodStart ?? subscription.created;
  const pastDue = {
    type: 'customer.subscription.updated',
    created: renewedAt + HOUR,
    previous: { status: 'active' },
    render,
  };
  return [
    { type: 'customer.subscription.created', created: subscription.created, render },
    ...(subscription.status === 'past_due' ? [pastDue] : []),
    ...(subscription.endedAt === null
      ? []
      : [{ type: 'customer.subscription.deleted', created: subscription.endedAt, render }]),
  ];
};

const ofCustomer = (
  account: StripeAccount,
  customer: StripeCustomer,
  deletedAt: ReadonlyMap<string, number>,
): PastEvent[] => {
  const render = () => renderCustomer(account, customer);
  const deleted = customer.isDeleted ? deletedAt.get(customer.id) : undefined;
  return [
    { type: 'customer.created', created: customer.created, render },
    ...(deleted === undefined ? [] : [{ type: 'customer.deleted', created: deleted, render }]),
  ];
};

/** Fills the event list with what the last thirty days would have left there. */
export const seedEvents = (account: StripeAccount, anchor: number): void => {
  // A deletion ended the customer's subscription in the same second.
  const endings = account.subscriptions.items.flatMap(({ customerId, endedAt }) =>
    endedAt === null ? [] : [[customerId, endedAt] as const],
  );
  const deletedAt = new Map(endings);
  const past = [
    ...account.customers.items.flatMap((customer) => ofCustomer(account, customer, deletedAt)),
    ...account.subscriptions.items.flatMap((subscription) => ofSubscription(account, subscription)),
    ...account.invoices.items.flatMap((invoice) => ofInvoice(account, invoice)),
  ];
  const recent = past.filter(({ created }) => created > anchor - KEPT_SECONDS && created <= anchor);
  for (const event of recent.toSorted((left, right) => left.created - right.created)) {
    account.events.add({
      id: account.newId('evt'),
      created: event.created,
      type: event.type,
      object: event.render(),
      previous: event.previous ?? null,
      requestId: null,
      idempotencyKey: null,
    });
  }
};
