import type { StripeAccount } from './account.ts';
import { toWireCharge } from './objects/wire-charge.ts';
import { toWireCreditNote } from './objects/wire-credit-note.ts';
import { toWireDiscount } from './objects/wire-discount.ts';
import { toWireInvoiceItem } from './objects/wire-invoice-item.ts';
import { toWireBalanceTransaction, toWirePayment } from './objects/wire-payment.ts';
import { toWirePrice, toWireProduct } from './objects/wire-price.ts';
import { renderCustomer, renderDispute, renderInvoice, renderRefund, renderSubscription } from './render.ts';

const shown = <T>(record: T | undefined, show: (record: T) => object): object | undefined =>
  record === undefined ? undefined : show(record);

/** How an id of each kind is looked up. */
const lookUps: Readonly<Record<string, (account: StripeAccount, id: string) => object | undefined>> = {
  cus: (account, id) => shown(account.customers.get(id), (one) => renderCustomer(account, one)),
  sub: (account, id) => shown(account.subscriptions.get(id), (one) => renderSubscription(account, one)),
  in: (account, id) => shown(account.invoices.get(id), (one) => renderInvoice(account, one)),
  ii: (account, id) => shown(account.invoiceItems.get(id), toWireInvoiceItem),
  price: (account, id) => shown(account.prices.get(id), toWirePrice),
  prod: (account, id) => shown(account.products.get(id), toWireProduct),
  pi: (account, id) => shown(account.payments.get(id), toWirePayment),
  ch: (account, id) => shown(account.charges.get(id), toWireCharge),
  re: (account, id) => shown(account.refunds.get(id), (one) => renderRefund(account, one)),
  du: (account, id) => shown(account.disputes.get(id), (one) => renderDispute(account, one)),
  cn: (account, id) => shown(account.creditNotes.get(id), toWireCreditNote),
  txn: (account, id) =>
    shown(account.balanceTransactions.get(id), (one) => toWireBalanceTransaction(one, account.nowSeconds())),
};

/** The object behind an id, whatever its kind. */
export const resolveId = (account: StripeAccount, id: string): object | undefined =>
  lookUps[id.slice(0, id.indexOf('_'))]?.(account, id);

/** The discounts of a subscription, as objects; they have no place of their own to be looked up. */
export const discountsOf = (account: StripeAccount, subscriptionId: string, isDeep: boolean): object[] => {
  const subscription = account.subscriptions.get(subscriptionId);
  const discount = subscription === undefined ? null : toWireDiscount(subscription, isDeep);
  return discount === null ? [] : [discount];
};
