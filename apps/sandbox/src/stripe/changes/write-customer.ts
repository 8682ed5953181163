import { z } from 'zod';
import { noteChange, noteEvent, type Cause, type StripeAccount } from '../account.ts';
import { mergeMetadata, metadataParam } from '../metadata.ts';
import { expandParams, integer } from '../params.ts';
import type { StripeCustomer } from '../records/customer.ts';
import { renderCustomer } from '../render.ts';

const text = z.string().max(5_000);

/** What the sandbox lets be written of a customer; an empty string clears. */
export const customerParamsSchema = z.strictObject({
  ...expandParams,
  email: z
    .union([
      z.literal(''),
      z
        .string()
        .max(512)
        .regex(/^[^\s@]+@[^\s@]+$/u, 'Invalid email address'),
    ])
    .optional(),
  name: text.optional(),
  phone: text.optional(),
  description: text.optional(),
  balance: integer.optional(),
  metadata: metadataParam,
});

/** A test clock is chosen once. */
export const newCustomerParamsSchema = customerParamsSchema.extend({ test_clock: z.string().optional() });

export type CustomerParams = z.output<typeof customerParamsSchema>;

const written = (given: string | undefined, current: string | null): string | null => {
  if (given === undefined) return current;
  return given === '' ? null : given;
};

const applyParams = (customer: StripeCustomer, params: CustomerParams): void => {
  const metadata = mergeMetadata(customer.metadata, params.metadata);
  customer.email = written(params.email, customer.email);
  customer.name = written(params.name, customer.name);
  customer.phone = written(params.phone, customer.phone);
  customer.description = written(params.description, customer.description);
  customer.balance = params.balance ?? customer.balance;
  customer.metadata = metadata;
};

export const createCustomer = (
  account: StripeAccount,
  params: z.output<typeof newCustomerParamsSchema>,
  cause: Cause,
): StripeCustomer => {
  const id = account.newId('cus');
  const customer: StripeCustomer = {
    id,
    created: account.nowSeconds(),
    invoicePrefix: id.slice(-8).toUpperCase(),
    testClock: params.test_clock ?? null,
    currency: null,
    balance: 0,
    email: null,
    name: null,
    phone: null,
    description: null,
    delinquent: false,
    metadata: {},
    isDeleted: false,
    declineCode: null,
  };
  applyParams(customer, params);
  account.customers.add(customer);
  account.searchIndex.note(id, null);
  noteEvent(account, cause, { type: 'customer.created', object: renderCustomer(account, customer) });
  return customer;
};

export const updateCustomer = (
  account: StripeAccount,
  customer: StripeCustomer,
  params: CustomerParams,
  cause: Cause,
): void => {
  account.searchIndex.note(customer.id, { ...customer });
  noteChange(account, cause, {
    type: 'customer.updated',
    render: () => renderCustomer(account, customer),
    apply: () => applyParams(customer, params),
  });
};
