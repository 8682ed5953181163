import { AppError } from '@sherpa/core';
import type { StripeAccount } from '../account.ts';
import type { StripeCustomer } from '../records/customer.ts';

/** The customer of a subscription or an invoice, which is always there: customers are never taken out. */
export const customerOf = (
  account: StripeAccount,
  { customerId }: { readonly customerId: string },
): StripeCustomer => {
  const customer = account.customers.get(customerId);
  if (customer === undefined) throw new AppError('A record of the sandbox has no customer.');
  return customer;
};
