import { ValidationError } from '@sherpa/core';
import type { AskOptions } from './page.ts';
import type { StripeGets } from './read-one.ts';

/** How an object of each type that events name is got. */
const GETTERS = {
  customer: 'getCustomer',
  product: 'getProduct',
  price: 'getPrice',
  subscription: 'getSubscription',
  invoice: 'getInvoice',
  invoiceitem: 'getInvoiceItem',
  payment_intent: 'getPaymentIntent',
  charge: 'getCharge',
  refund: 'getRefund',
  dispute: 'getDispute',
  credit_note: 'getCreditNote',
  balance_transaction: 'getBalanceTransaction',
  'checkout.session': 'getCheckoutSession',
} as const satisfies Readonly<Record<string, keyof StripeGets>>;

/** A type of object that can be got again, by Stripe's own word for it. */
export type StripeObjectType = keyof typeof GETTERS;

/** An object as it is now, of whatever type. */
export type StripeObject = NonNullable<Awaited<ReturnType<StripeGets[(typeof GETTERS)[StripeObjectType]]>>>;

/** True for the types that `getObject` knows; events tell of many others. */
export const isStripeObjectType = (type: string): type is StripeObjectType => Object.hasOwn(GETTERS, type);

/** The object that an event or a webhook named, as it is now; `undefined` where Stripe does not have it. */
export const getObject = async (
  gets: StripeGets,
  { type, id }: { readonly type: string; readonly id: string },
  options: AskOptions,
): Promise<StripeObject | undefined> => {
  if (!isStripeObjectType(type)) {
    throw new ValidationError('Objects of this type cannot be got from Stripe.', { details: { type } });
  }
  return gets[GETTERS[type]](id, options);
};
