import type Stripe from 'stripe';
import type { StripeCustomer } from '../records/customer.ts';

const deletedCustomer = (id: string): Stripe.DeletedCustomer => ({ id, object: 'customer', deleted: true });

const liveCustomer = (customer: StripeCustomer): Stripe.Customer => ({
  id: customer.id,
  object: 'customer',
  address: null,
  balance: customer.balance,
  created: customer.created,
  currency: customer.currency,
  customer_account: null,
  default_source: null,
  delinquent: customer.delinquent,
  description: customer.description,
  discount: null,
  email: customer.email,
  invoice_prefix: customer.invoicePrefix,
  invoice_settings: {
    custom_fields: null,
    default_payment_method: null,
    footer: null,
    rendering_options: null,
  },
  livemode: false,
  metadata: { ...customer.metadata },
  name: customer.name,
  next_invoice_sequence: 1,
  phone: customer.phone,
  preferred_locales: [],
  shipping: null,
  tax_exempt: 'none',
  test_clock: customer.testClock,
});

/** A customer, or what is left of it: its id stays readable after it is deleted. */
export const toWireCustomer = (customer: StripeCustomer): Stripe.Customer | Stripe.DeletedCustomer =>
  customer.isDeleted ? deletedCustomer(customer.id) : liveCustomer(customer);
