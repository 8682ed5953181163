import type { Stripe } from 'stripe';
import { idOrNull, momentOf } from './values.ts';

/** A customer, with what is not set as null. */
export interface StripeCustomer {
  readonly id: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  /** Of its address, two letters. */
  readonly country: string | null;
  readonly currency: string | null;
  /** Negative is credit that lowers the next invoice, positive is added to it. */
  readonly balanceMinor: number;
  /** The latest charge failed or an invoice is overdue; does not reset when the invoice is given up. */
  readonly delinquent: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  /** Of a test clock: lists leave it out, events and gets do not. Nothing to be synced. */
  readonly testClockId: string | null;
  readonly created: Date;
  readonly deleted: false;
}

/** All that Stripe still says of a customer that was deleted. */
export interface DeletedStripeCustomer {
  readonly id: string;
  readonly deleted: true;
}

/** Maps a customer that is there. */
export const toCustomer = (customer: Stripe.Customer): StripeCustomer => ({
  id: customer.id,
  email: customer.email === '' ? null : customer.email,
  name: customer.name ?? null,
  phone: customer.phone ?? null,
  country: customer.address?.country ?? null,
  currency: customer.currency ?? null,
  balanceMinor: customer.balance,
  delinquent: customer.delinquent ?? false,
  metadata: { ...customer.metadata },
  testClockId: idOrNull(customer.test_clock),
  created: momentOf(customer.created),
  deleted: false,
});

/** Maps a customer that may have been deleted. */
export const toCustomerOrDeleted = (
  customer: Stripe.Customer | Stripe.DeletedCustomer,
): StripeCustomer | DeletedStripeCustomer =>
  customer.deleted === true ? { id: customer.id, deleted: true } : toCustomer(customer);
