import type { StripeAccount } from '../stripe/account.ts';
import { API_VERSION } from '../stripe/api-version.ts';
import { toWireCharge } from '../stripe/objects/wire-charge.ts';
import { toWirePayment } from '../stripe/objects/wire-payment.ts';
import { upcomingObject } from '../stripe/life/renew.ts';
import type { StripeInvoice, StripeSubscription } from '../stripe/records/billing.ts';
import type { StripeCustomer } from '../stripe/records/customer.ts';
import type { StripeCharge, StripeDispute, StripeRefund } from '../stripe/records/payments.ts';
import {
  renderCustomer,
  renderDispute,
  renderInvoice,
  renderRefund,
  renderSubscription,
} from '../stripe/render.ts';

interface PastEvent {
  readonly type: string;
  readonly created: number;
  readonly previous?: object;
  /** Only for events that are still kept: most of the past is not. */
  render(): object;
}

const HOUR = 3_600;
const UPCOMING_BEFORE = 7 * 86_400;

const ofInvoice = (account: StripeAccount, invoice: StripeInvoice): PastEvent[] => {
  const render = () => renderInvoice(account, invoice);
  const { created } = invoice;
  const paidAt = invoice.paidAt ?? created;
  const hasFailed = invoice.status === 'open' && invoice.attemptCount > 0;
  return [
    { type: 'invoice.created', created, render },
    { type: 'invoice.finalized', created, render },
    ...(invoice.status === 'paid'
      ? [
          { type: 'invoice.paid', created: paidAt, render },
          { type: 'invoice.payment_succeeded', created: paidAt, render },
        ]
      : []),
    ...(hasFailed ? [{ type: 'invoice.payment_failed', created: created + HOUR, render }] : []),
  ];
};

const ofSubscription = (account: StripeAccount, subscription: StripeSubscription): PastEvent[] => {
  const render = () => renderSubscription(account, subscription);
  const [item] = subscription.items;
  const renewedAt = item?.periodStart ?? subscription.created;
  const pastDue = {
    type: 'customer.subscription.updated',
    created: renewedAt + HOUR,
    previous: { status: 'active' },
    render,
  };
  const upcoming = {
    type: 'invoice.upcoming',
    created: (item?.periodEnd ?? 0) - UPCOMING_BEFORE,
    render: () => upcomingObject(account, subscription),
  };
  return [
    { type: 'customer.subscription.created', created: subscription.created, render },
    ...(subscription.status === 'past_due' ? [pastDue] : []),
    ...(subscription.status === 'active' && !subscription.cancelAtPeriodEnd ? [upcoming] : []),
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

const ofCharge = (account: StripeAccount, charge: StripeCharge): PastEvent[] => {
  const { created } = charge;
  const payment = account.payments.get(charge.paymentId);
  const isPaid = charge.declineCode === null;
  return [
    { type: isPaid ? 'charge.succeeded' : 'charge.failed', created, render: () => toWireCharge(charge) },
    ...(payment === undefined
      ? []
      : [
          {
            type: isPaid ? 'payment_intent.succeeded' : 'payment_intent.payment_failed',
            created,
            render: () => toWirePayment(payment),
          },
        ]),
  ];
};

const ofRefund = (account: StripeAccount, refund: StripeRefund): PastEvent[] => {
  const charge = account.charges.get(refund.chargeId);
  const { created } = refund;
  const render = () => renderRefund(account, refund);
  return [
    { type: 'refund.created', created, render },
    ...(charge === undefined
      ? []
      : [{ type: 'charge.refunded', created, render: () => toWireCharge(charge) }]),
    ...(refund.status === 'failed' ? [{ type: 'charge.refund.updated', created, render }] : []),
  ];
};

const ofDispute = (account: StripeAccount, dispute: StripeDispute): PastEvent[] => {
  const render = () => renderDispute(account, dispute);
  const { created } = dispute;
  const isClosed = dispute.status === 'won' || dispute.status === 'lost';
  return [
    { type: 'charge.dispute.created', created, render },
    { type: 'charge.dispute.funds_withdrawn', created, render },
    ...(isClosed ? [{ type: 'charge.dispute.closed', created, render }] : []),
  ];
};

const pastOf = (account: StripeAccount, isRecent: (event: PastEvent) => boolean): PastEvent[] => {
  // A deletion ended the customer's subscription in the same second.
  const endings = account.subscriptions.items.flatMap(({ customerId, endedAt }) =>
    endedAt === null ? [] : [[customerId, endedAt] as const],
  );
  const deletedAt = new Map(endings);
  const past: PastEvent[] = [];
  const take = (events: readonly PastEvent[]) => past.push(...events.filter(isRecent));
  for (const one of account.customers.items) take(ofCustomer(account, one, deletedAt));
  for (const one of account.subscriptions.items) take(ofSubscription(account, one));
  for (const one of account.charges.items) take(ofCharge(account, one));
  for (const one of account.invoices.items) take(ofInvoice(account, one));
  for (const one of account.refunds.items) take(ofRefund(account, one));
  for (const one of account.disputes.items) take(ofDispute(account, one));
  return past;
};

/** Above so many the objects are drawn when somebody reads them. */
const MOST_DRAWN = 20_000;

/** Fills the event list with what that long before the anchor would have left there. */
export const seedEvents = (
  account: StripeAccount,
  { anchor, seconds }: { readonly anchor: number; readonly seconds: number },
): void => {
  const past = pastOf(account, ({ created }) => created > anchor - seconds && created <= anchor);
  const isDrawn = past.length <= MOST_DRAWN;
  for (const event of past.toSorted((left, right) => left.created - right.created)) {
    const rest = {
      id: account.newId('evt'),
      created: event.created,
      type: event.type,
      apiVersion: API_VERSION,
      previous: event.previous ?? null,
      requestId: null,
      idempotencyKey: null,
      isDelivered: true,
    };
    account.events.add(
      isDrawn
        ? { ...rest, object: event.render() }
        : {
            ...rest,
            get object() {
              return event.render();
            },
          },
    );
  }
};
