import { noteEvent, subscriptionsOf, type Cause, type StripeAccount } from '../account.ts';
import { renderCustomer, renderSubscription } from '../expand.ts';
import type { StripeCustomer } from '../records.ts';

/** Ends a customer and, at once, all its subscriptions. */
export const deleteCustomer = (account: StripeAccount, customer: StripeCustomer, cause: Cause): void => {
  const now = account.nowSeconds();
  for (const subscription of subscriptionsOf(account, customer.id)) {
    if (subscription.endedAt !== null) continue;
    subscription.status = 'canceled';
    subscription.canceledAt = now;
    subscription.endedAt = now;
    noteEvent(account, cause, {
      type: 'customer.subscription.deleted',
      object: renderSubscription(account, subscription),
    });
  }
  const object = renderCustomer(account, customer);
  customer.isDeleted = true;
  noteEvent(account, cause, { type: 'customer.deleted', object });
};
