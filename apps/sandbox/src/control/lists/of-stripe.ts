import type { StripeAccount } from '../../stripe/account.ts';
import { amountDueOf } from '../../stripe/invoice-amounts.ts';
import type { StripeSubscription } from '../../stripe/records/billing.ts';
import type { World } from '../../world/make-world.ts';

const isoOf = (seconds: number | null): string | null =>
  seconds === null ? null : new Date(seconds * 1_000).toISOString();

const payerOf = ({ customers }: StripeAccount, id: string | null) => {
  const customer = id === null ? undefined : customers.get(id);
  return { customer: id, name: customer?.name ?? customer?.email ?? null };
};

/** Lists leave out what belongs to a test clock. */
const isOfThisWorld = ({ customers }: StripeAccount, id: string | null): boolean => {
  const customer = id === null ? undefined : customers.get(id);
  return customer?.testClock === null && !customer.isDeleted;
};

const newestFirst = <T extends { readonly created: number }>(items: readonly T[]): readonly T[] =>
  items.toSorted((one, other) => other.created - one.created);

/** Invoices that wait for their money, the newest first. */
export const openInvoices = ({ stripe }: World) =>
  newestFirst(
    stripe.invoices.items.filter(
      ({ status, isDeleted, customerId }) =>
        status === 'open' && !isDeleted && isOfThisWorld(stripe, customerId),
    ),
  ).map((invoice) => ({
    id: invoice.id,
    ...payerOf(stripe, invoice.customerId),
    subscription: invoice.subscriptionId,
    amountMinor: amountDueOf(invoice),
    currency: invoice.currency,
    isSent: invoice.collectionMethod === 'send_invoice',
    attempts: invoice.attemptCount,
    nextTryAt: isoOf(invoice.nextPaymentAttempt),
    dueAt: isoOf(invoice.dueDate),
  }));

const planOf = ({ items }: StripeSubscription): string =>
  items.map(({ price, quantity }) => `${quantity} × ${price.nickname ?? price.id}`).join(', ');

/** Subscriptions that have not ended, the newest first. */
export const liveSubscriptions = ({ stripe }: World) =>
  newestFirst(
    stripe.subscriptions.items.filter(
      ({ endedAt, testClock, customerId }) =>
        endedAt === null && testClock === null && isOfThisWorld(stripe, customerId),
    ),
  ).map((subscription) => ({
    id: subscription.id,
    ...payerOf(stripe, subscription.customerId),
    status: subscription.status,
    plan: planOf(subscription),
    periodEndsAt: isoOf(subscription.items[0]?.periodEnd ?? null),
    isEnding: subscription.cancelAtPeriodEnd,
  }));

/** Payments that may be refunded or disputed, the newest first. */
export const payments = ({ stripe }: World) =>
  newestFirst(
    stripe.charges.items.filter(
      ({ declineCode, isDisputed, amount, amountRefunded, customerId }) =>
        declineCode === null && !isDisputed && amount > amountRefunded && isOfThisWorld(stripe, customerId),
    ),
  ).map((charge) => ({
    id: charge.id,
    ...payerOf(stripe, charge.customerId),
    amountMinor: charge.amount,
    leftMinor: charge.amount - charge.amountRefunded,
    currency: charge.currency,
    paidAt: isoOf(charge.created),
  }));

/** Refunds that have not failed, the newest first. */
export const refunds = ({ stripe }: World) =>
  newestFirst(
    stripe.refunds.items.filter(({ status }) => status === 'succeeded' || status === 'pending'),
  ).map((refund) => ({
    id: refund.id,
    charge: refund.chargeId,
    amountMinor: refund.amount,
    currency: refund.currency,
    status: refund.status,
    madeAt: isoOf(refund.created),
  }));

/** Disputes of which the bank has not decided, the newest first. */
export const openDisputes = ({ stripe }: World) =>
  newestFirst(stripe.disputes.items.filter(({ status }) => status !== 'won' && status !== 'lost')).map(
    (dispute) => ({
      id: dispute.id,
      charge: dispute.chargeId,
      amountMinor: dispute.amount,
      currency: dispute.currency,
      reason: dispute.reason,
      status: dispute.status,
      evidenceDueAt: isoOf(dispute.dueBy),
    }),
  );
