import { subscriptionsOf, type StripeAccount } from './account.ts';
import { invalid } from './errors.ts';
import { toWireCustomer } from './objects/wire-customer.ts';
import { toWireInvoice } from './objects/wire-invoice.ts';
import { toWireSubscription } from './objects/wire-subscription.ts';
import type { StripeCustomer, StripeInvoice, StripeSubscription } from './records.ts';

const checkPaths = (paths: readonly string[], known: readonly string[]): ReadonlySet<string> => {
  const unknown = paths.find((path) => !known.includes(path));
  if (unknown !== undefined)
    throw invalid(`This property cannot be expanded (${unknown}).`, undefined, 'expand');
  return new Set(paths);
};

/** The paths of a list's `expand`, which begin with `data.`. */
export const inList = (paths: readonly string[]): readonly string[] =>
  paths.map((path) => {
    if (!path.startsWith('data.'))
      throw invalid(`This property cannot be expanded (${path}).`, undefined, 'expand');
    return path.slice('data.'.length);
  });

const customerById = (account: StripeAccount, id: string) => {
  const customer = account.customers.get(id);
  return customer === undefined ? id : toWireCustomer(customer);
};

export const renderInvoice = (
  account: StripeAccount,
  invoice: StripeInvoice,
  paths: readonly string[] = [],
): object => {
  const asked = checkPaths(paths, ['customer', 'parent.subscription_details.subscription']);
  const wire = toWireInvoice(invoice, account.customers.get(invoice.customerId));
  const subscription = account.subscriptions.get(invoice.subscriptionId ?? '');
  const details = wire.parent?.subscription_details;
  const hasParent =
    asked.has('parent.subscription_details.subscription') &&
    subscription !== undefined &&
    details !== undefined;
  return {
    ...wire,
    ...(asked.has('customer') ? { customer: customerById(account, invoice.customerId) } : {}),
    ...(hasParent
      ? {
          parent: {
            ...wire.parent,
            subscription_details: { ...details, subscription: toWireSubscription(subscription) },
          },
        }
      : {}),
  };
};

export const renderSubscription = (
  account: StripeAccount,
  subscription: StripeSubscription,
  paths: readonly string[] = [],
): object => {
  const asked = checkPaths(paths, ['customer', 'latest_invoice']);
  const invoice = account.invoices.get(subscription.latestInvoiceId ?? '');
  return {
    ...toWireSubscription(subscription),
    ...(asked.has('customer') ? { customer: customerById(account, subscription.customerId) } : {}),
    ...(asked.has('latest_invoice') && invoice !== undefined
      ? { latest_invoice: renderInvoice(account, invoice) }
      : {}),
  };
};

const MAX_INLINE = 10;

export const renderCustomer = (
  account: StripeAccount,
  customer: StripeCustomer,
  paths: readonly string[] = [],
): object => {
  const asked = checkPaths(paths, ['subscriptions']);
  const wire = toWireCustomer(customer);
  if (customer.isDeleted || !asked.has('subscriptions')) return wire;
  const live = subscriptionsOf(account, customer.id).filter((one) => one.endedAt === null);
  return {
    ...wire,
    subscriptions: {
      object: 'list',
      data: live.toReversed().slice(0, MAX_INLINE).map(toWireSubscription),
      has_more: live.length > MAX_INLINE,
      url: `/v1/customers/${customer.id}/subscriptions`,
    },
  };
};
