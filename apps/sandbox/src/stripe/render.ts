import type Stripe from 'stripe';
import type { StripeAccount } from './account.ts';
import { toWireRefund } from './objects/wire-charge.ts';
import { toWireCustomer } from './objects/wire-customer.ts';
import { toWireDispute } from './objects/wire-dispute.ts';
import { toWireInvoice, type WireInvoice } from './objects/wire-invoice.ts';
import { toWireInvoicePayment } from './objects/wire-payment.ts';
import { toWireSubscription, type WireSubscription } from './objects/wire-subscription.ts';
import type { StripeInvoice, StripeSubscription } from './records/billing.ts';
import type { StripeCustomer } from './records/customer.ts';
import type { StripeDispute, StripePayment, StripeRefund } from './records/payments.ts';

/** Records as Stripe shows them, with what they need of their neighbours; nothing is expanded. */
export const renderCustomer = (
  _account: StripeAccount,
  customer: StripeCustomer,
): Stripe.Customer | Stripe.DeletedCustomer => toWireCustomer(customer);

export const renderInvoice = (account: StripeAccount, invoice: StripeInvoice): WireInvoice =>
  toWireInvoice(invoice, account.customers.get(invoice.customerId));

export const renderSubscription = (
  _account: StripeAccount,
  subscription: StripeSubscription,
): WireSubscription => toWireSubscription(subscription);

export const renderRefund = (account: StripeAccount, refund: StripeRefund): Stripe.Refund =>
  toWireRefund(refund, account.charges.get(refund.chargeId));

export const renderDispute = (account: StripeAccount, dispute: StripeDispute): Stripe.Dispute =>
  toWireDispute(
    dispute,
    dispute.balanceTransactionIds.flatMap((id) => account.balanceTransactions.get(id) ?? []),
    account.nowSeconds(),
  );

/** Nothing for a payment that is not an invoice's. */
export const renderInvoicePayment = (
  account: StripeAccount,
  payment: StripePayment,
): Stripe.InvoicePayment | undefined => {
  const invoice = account.invoices.get(payment.invoiceId ?? '');
  return invoice === undefined ? undefined : toWireInvoicePayment(payment, invoice);
};
