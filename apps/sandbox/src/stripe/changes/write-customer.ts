import { z } from 'zod';
import { noteEvent, type Cause, type StripeAccount } from '../account.ts';
import { renderCustomer } from '../expand.ts';
import { expandParams } from '../params.ts';
import type { StripeCustomer } from '../records.ts';

const text = z.string().max(5_000);

const metadataSchema = z.record(z.string().max(40), z.string().max(500));

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
  metadata: z.union([z.literal(''), metadataSchema]).optional(),
});

export type CustomerParams = z.output<typeof customerParamsSchema>;

const MAX_METADATA_KEYS = 50;

/** Metadata is merged key by key; an empty value removes its key, an empty string all of them. */
const mergeMetadata = (
  current: StripeCustomer['metadata'],
  given: CustomerParams['metadata'],
): StripeCustomer['metadata'] => {
  if (given === undefined) return current;
  if (given === '') return {};
  const merged = Object.entries({ ...current, ...given }).filter(([, value]) => value !== '');
  return Object.fromEntries(merged.slice(0, MAX_METADATA_KEYS));
};

const written = (given: string | undefined, current: string | null): string | null => {
  if (given === undefined) return current;
  return given === '' ? null : given;
};

const applyParams = (customer: StripeCustomer, params: CustomerParams): void => {
  customer.email = written(params.email, customer.email);
  customer.name = written(params.name, customer.name);
  customer.phone = written(params.phone, customer.phone);
  customer.description = written(params.description, customer.description);
  customer.metadata = mergeMetadata(customer.metadata, params.metadata);
};

const noteKeys = (account: StripeAccount, params: CustomerParams, kind: 'creates' | 'updates'): void => {
  if (typeof params.metadata !== 'object') return;
  for (const [name, value] of Object.entries(params.metadata)) {
    account.noteEffect({ object: 'customers', key: `metadata.${name}=${value}`, kind });
  }
};

export const createCustomer = (
  account: StripeAccount,
  params: CustomerParams,
  cause: Cause,
): StripeCustomer => {
  const id = account.newId('cus');
  const customer: StripeCustomer = {
    id,
    created: account.nowSeconds(),
    invoicePrefix: id.slice(-8).toUpperCase(),
    currency: null,
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
  noteKeys(account, params, 'creates');
  noteEvent(account, cause, { type: 'customer.created', object: renderCustomer(account, customer) });
  return customer;
};

const WRITABLE = ['email', 'name', 'phone', 'description', 'metadata'] as const;

export const updateCustomer = (
  account: StripeAccount,
  customer: StripeCustomer,
  params: CustomerParams,
  cause: Cause,
): void => {
  const before = { ...customer };
  applyParams(customer, params);
  const changed = WRITABLE.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(customer[name]));
  noteKeys(account, params, 'updates');
  if (changed.length === 0) return;
  noteEvent(account, cause, {
    type: 'customer.updated',
    object: renderCustomer(account, customer),
    previous: Object.fromEntries(changed.map((name) => [name, before[name]])),
  });
};
