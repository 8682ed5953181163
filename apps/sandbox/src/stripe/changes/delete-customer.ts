import { noteEvent, type Cause, type StripeAccount } from '../account.ts';
import type { StripeCustomer } from '../records/customer.ts';
import { renderCustomer } from '../render.ts';
import { endSubscription } from './end-subscription.ts';

/** Ends a customer and, at once, all its subscriptions. */
export const deleteCustomer = (account: StripeAccount, customer: StripeCustomer, cause: Cause): void => {
  for (const subscription of account.groups.subscriptionsOfCustomer.of(customer.id)) {
    if (subscription.endedAt === null) {
      endSubscription(account, subscription, { cause, reason: 'cancellation_requested' });
    }
  }
  const object = renderCustomer(account, customer);
  account.searchIndex.note(customer.id, { ...customer });
  customer.isDeleted = true;
  noteEvent(account, cause, { type: 'customer.deleted', object });
};
