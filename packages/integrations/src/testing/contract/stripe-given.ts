import type { Ground } from './ground.ts';
import type { StripeAccount } from './stripe-account.ts';

/** What a case is given. */
export type Account = StripeAccount & Ground;

/** A key as those of our own writes are. */
export const newKey = (account: Account): string => `sherpa:${account.newName()}:write`;

/** A customer that is removed again, with what it subscribed to. */
export const newCustomer = async (account: Account) => {
  const name = account.newName();
  const customer = await account.stripe.createCustomer({
    key: newKey(account),
    email: `${name}@example.com`,
    name,
  });
  // Ends its subscriptions as well; Stripe keeps bills and charges of a test mode for good.
  account.later(() => account.sdk((client) => client.customers.del(customer.id)));
  return customer;
};

/** A draft invoice of a customer of its own, and the key it was made under. */
export const draft = async (account: Account) => {
  const { id: customerId } = await newCustomer(account);
  const key = newKey(account);
  const wanted = { key, customerId, currency: 'eur', daysUntilDue: 14 };
  return { key, customerId, invoice: await account.stripe.createInvoice(wanted) };
};

/** Something to pay on that invoice. */
export const item = async (account: Account, customerId: string, invoiceId: string) => {
  const asked = { key: newKey(account), customerId, invoiceId, amountMinor: 1_000, currency: 'eur' };
  return { asked, made: await account.stripe.createInvoiceItem(asked) };
};

/** A charge that succeeded, of a card that Stripe has for tests. */
export const charged = async (account: Account) => {
  const { id: customer } = await newCustomer(account);
  const intent = await account.sdk((client) =>
    client.paymentIntents.create(
      {
        amount: 800,
        currency: 'eur',
        customer,
        confirm: true,
        payment_method: 'pm_card_visa',
        allowed_payment_method_types: ['card'],
      },
      { idempotencyKey: newKey(account) },
    ),
  );
  return { customerId: customer, intent: await account.stripe.getPaymentIntent(intent.id) };
};
