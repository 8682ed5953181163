import type { StripeAccount } from './account.ts';
import { renderInvoicePayment, renderRefund, renderSubscription } from './render.ts';

const MAX_INLINE = 10;

const inlineList = (url: string, data: readonly object[]): object => ({
  object: 'list',
  data: data.slice(0, MAX_INLINE),
  has_more: data.length > MAX_INLINE,
  url,
});

const subscriptionsOf = (account: StripeAccount, id: string): object => {
  const live = account.groups.subscriptionsOfCustomer.of(id).filter(({ endedAt }) => endedAt === null);
  return inlineList(
    `/v1/customers/${id}/subscriptions`,
    live.toReversed().map((one) => renderSubscription(account, one)),
  );
};

const refundsOf = (account: StripeAccount, id: string): object =>
  inlineList(
    `/v1/charges/${id}/refunds`,
    account.groups.refundsOfCharge
      .of(id)
      .toReversed()
      .map((one) => renderRefund(account, one)),
  );

const paymentsOf = (account: StripeAccount, id: string): object =>
  inlineList(
    '/v1/invoice_payments',
    account.groups.paymentsOfInvoice.of(id).flatMap((one) => renderInvoicePayment(account, one) ?? []),
  );

/** What an object has only for who asks; nothing where it has no such property, null where it is empty. */
export const includable = (
  account: StripeAccount,
  wire: Readonly<Record<string, unknown>>,
  name: string,
): unknown => {
  const id = String(wire['id']);
  switch (`${String(wire['object'])}.${name}`) {
    case 'customer.subscriptions':
      return wire['deleted'] === true ? undefined : subscriptionsOf(account, id);
    case 'charge.refunds':
      return refundsOf(account, id);
    case 'invoice.payments':
      return paymentsOf(account, id);
    default:
      return wire[name];
  }
};
